//! Bundle adjustment, as it is ported from C: indices into parameters, results behind references.
use jac::differentiable;
pub const N_CAM_PARAMS: usize = 11;
pub const ROT_IDX: usize = 0;
pub const CENTER_IDX: usize = 3;
pub const F_IDX: usize = 6;
pub const X0_IDX: usize = 7;
pub const RAD_IDX: usize = 9;

#[differentiable]
fn sqsum(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).sum()
}
#[differentiable]
fn cross(a: &[f64], b: &[f64], out: &mut [f64; 3]) {
    out[0] = a[1] * b[2] - a[2] * b[1];
    out[1] = a[2] * b[0] - a[0] * b[2];
    out[2] = a[0] * b[1] - a[1] * b[0];
}
#[differentiable]
fn rodrigues_rotate_point(rot: &[f64], pt: &[f64], rotated: &mut [f64; 3]) {
    let sqtheta = sqsum(rot);
    if sqtheta != 0.0 {
        let theta = sqtheta.sqrt();
        let costheta = theta.cos();
        let sintheta = theta.sin();
        let theta_inverse = 1.0 / theta;
        let mut w = [0.0; 3];
        for i in 0..3 {
            w[i] = rot[i] * theta_inverse;
        }
        let mut w_cross_pt = [0.; 3];
        cross(&w, pt, &mut w_cross_pt);
        let tmp = (w[0] * pt[0] + w[1] * pt[1] + w[2] * pt[2]) * (1. - costheta);
        for i in 0..3 {
            rotated[i] = pt[i] * costheta + w_cross_pt[i] * sintheta + w[i] * tmp;
        }
    } else {
        let mut rot_cross_pt = [0.; 3];
        cross(rot, pt, &mut rot_cross_pt);
        for i in 0..3 {
            rotated[i] = pt[i] + rot_cross_pt[i];
        }
    }
}
#[differentiable]
fn radial_distort(rad_params: &[f64], proj: &mut [f64]) {
    let rsq = sqsum(proj);
    let l = 1. + rad_params[0] * rsq + rad_params[1] * rsq * rsq;
    proj[0] *= l;
    proj[1] *= l;
}
#[differentiable]
fn project(cam: &[f64], x: &[f64], proj: &mut [f64; 2]) {
    let c = &cam[CENTER_IDX..];
    let mut xo = [0.0; 3];
    let mut xcam = [0.0; 3];
    xo[0] = x[0] - c[0];
    xo[1] = x[1] - c[1];
    xo[2] = x[2] - c[2];
    rodrigues_rotate_point(&cam[ROT_IDX..ROT_IDX + 3], &xo, &mut xcam);
    proj[0] = xcam[0] / xcam[2];
    proj[1] = xcam[1] / xcam[2];
    radial_distort(&cam[RAD_IDX..], proj);
    for i in 0..2 {
        proj[i] = proj[i] * cam[F_IDX] + cam[X0_IDX + i];
    }
}
#[differentiable(wrt(cam, x, w, err))]
pub fn compute_reproj_error(cam: &[f64; 11], x: &[f64; 3], w: &f64, feat: &[f64; 2], err: &mut [f64; 2]) {
    let mut proj = [0.0; 2];
    project(cam, x, &mut proj);
    err[0] = (*w) * (proj[0] - feat[0]);
    err[1] = (*w) * (proj[1] - feat[1]);
}
#[differentiable(wrt(cams, xs, w, reproj_err, w_err))]
pub fn ba_objective(
    n: usize,
    m: usize,
    p: usize,
    cams: &[f64],
    xs: &[f64],
    w: &[f64],
    obs: &[i32],
    feats: &[f64],
    reproj_err: &mut [f64],
    w_err: &mut [f64],
) {
    let _ = (n, m);
    for i in 0..p {
        let cam_idx = obs[i * 2] as usize;
        let pt_idx = obs[i * 2 + 1] as usize;
        let cam: &[f64; 11] = cams[cam_idx * N_CAM_PARAMS..(cam_idx + 1) * N_CAM_PARAMS].try_into().unwrap();
        let x: &[f64; 3] = xs[pt_idx * 3..pt_idx * 3 + 3].try_into().unwrap();
        let feat: &[f64; 2] = feats[i * 2..i * 2 + 2].try_into().unwrap();
        let mut err = [0.0; 2];
        compute_reproj_error(cam, x, &w[i], feat, &mut err);
        reproj_err[2 * i] = err[0];
        reproj_err[2 * i + 1] = err[1];
        w_err[i] = 1.0 - w[i] * w[i];
    }
}

//! Jacobians of what maps a list element by element: which functions are seen to, and what users get.

mod corpus {
    pub mod lists;
}

use corpus::lists::*;
use jac::{Function, Jacobian};

fn is_diagonal<F: Function<Args>, Args>() -> bool {
    F::DIAGONAL
}

#[test]
fn is_seen_of_what_maps_lists_and_of_nothing_else() {
    assert!(is_diagonal::<indexed, &[f64]>());
    assert!(is_diagonal::<mapped, (&[f64], i32)>());
    assert!(is_diagonal::<row_sums, &[[f64; 11]; 23]>());
    assert!(is_diagonal::<pushed, &[[f64; 3]]>());
    assert!(is_diagonal::<points, &[[f64; 2]]>());
    assert!(is_diagonal::<powers, &[f64]>());
    assert!(is_diagonal::<single, &[f32; 40]>());
    assert!(is_diagonal::<until, &[f64]>());
    assert!(is_diagonal::<backwards, &[f64]>());

    assert!(!is_diagonal::<collected, (&[f64], f64)>());
    assert!(!is_diagonal::<reversed, &[f64]>());
    assert!(!is_diagonal::<shifted, &[f64]>());
    assert!(!is_diagonal::<filtered, &[f64]>());
    assert!(!is_diagonal::<neighbours, &[f64]>());
    assert!(!is_diagonal::<running, &[f64]>());
    assert!(!is_diagonal::<kept, &[f64]>());
    assert!(!is_diagonal::<centred, &[f64]>());
    assert!(!is_diagonal::<twice, &[f64]>());
    assert!(!is_diagonal::<filled, &[f64]>());
    assert!(!is_diagonal::<then_scaled, &[f64]>());
    assert!(!is_diagonal::<crossed, (&[f64], &[usize])>());
    assert!(!is_diagonal::<behind_others, &[f64]>());
    assert!(!is_diagonal::<nested, &[[f64; 3]]>());
}

#[cfg(feature = "ndarray")]
#[test]
fn has_blocks_like_any_other_jacobian() {
    let x = [[0.5, -1.0], [2.0, 0.3]];
    let found = points::jacobian(&x);
    assert_eq!(found.shape(), [2, 2, 2, 2]);
    assert_eq!(found, points::jacrev(&x));
    let found = Jacobian::<powers>::new().at(&[0.5, 2.0][..]).unwrap();
    assert_eq!(found, powers::jacfwd(&[0.5, 2.0]));
    let x = [[0.1; 11]; 23];
    assert_eq!(row_sums::jacobian(&x), row_sums::jacrev(&x));
}

//! The rules of differentiation of the elementary functions: one line each, used by both modes.
//!
//! A partial is a Rust expression in the parameters, in `z` (the result), and in the functions of the
//! runtime's `math` and `kinks` modules. `"0"` and `"1"` are exact: no arithmetic is generated for them.

/// An elementary function of floats.
#[derive(Debug)]
pub struct Rule {
    pub name: &'static str,
    /// The names that stand for the arguments, receiver first.
    pub parameters: &'static [&'static str],
    /// The partial with respect to each parameter. `""`: not differentiable in this parameter (an integer).
    pub partials: &'static [&'static str],
}

macro_rules! rules {
    ($($name:ident($($parameter:ident),*) = [$($partial:literal),*];)*) => {
        &[$(Rule {
            name: stringify!($name),
            parameters: &[$(stringify!($parameter)),*],
            partials: &[$($partial),*],
        }),*]
    };
}

#[rustfmt::skip]
pub static RULES: &[Rule] = rules! {
    // Powers.
    recip(x)            = ["-(z * z)"];
    sqrt(x)             = ["0.5 / z"];                        // ∞ at 0
    cbrt(x)             = ["1.0 / (3.0 * z * z)"];
    powi(x, n)          = ["powi_base(x, n)", ""];            // 0 for n = 0, also at x = 0
    powf(x, y)          = ["powf_base(x, y)", "powf_exponent(x, y, z)"];
    hypot(x, y)         = ["x / z", "y / z"];                 // NaN at the origin

    // Exponentials and logarithms.
    exp(x)              = ["z"];
    exp2(x)             = ["z * LN_2"];
    exp_m1(x)           = ["exp(x)"];                         // z + 1 cancels for very negative x
    ln(x)               = ["1.0 / x"];
    ln_1p(x)            = ["1.0 / (1.0 + x)"];
    log2(x)             = ["1.0 / (x * LN_2)"];
    log10(x)            = ["1.0 / (x * LN_10)"];
    log(x, b)           = ["1.0 / (x * ln(b))", "-z / (b * ln(b))"];

    // Trigonometric and hyperbolic functions.
    sin(x)              = ["cos(x)"];
    cos(x)              = ["-sin(x)"];
    tan(x)              = ["1.0 + z * z"];
    asin(x)             = ["1.0 / sqrt((1.0 - x) * (1.0 + x))"];
    acos(x)             = ["-1.0 / sqrt((1.0 - x) * (1.0 + x))"];
    atan(x)             = ["1.0 / (1.0 + x * x)"];
    atan2(y, x)         = ["atan2_first(y, x)", "atan2_second(y, x)"]; // 0 at the origin
    sinh(x)             = ["cosh(x)"];
    cosh(x)             = ["sinh(x)"];
    tanh(x)             = ["1.0 - z * z"];
    asinh(x)            = ["1.0 / sqrt(1.0 + x * x)"];
    acosh(x)            = ["1.0 / sqrt((x - 1.0) * (x + 1.0))"];
    atanh(x)            = ["1.0 / ((1.0 - x) * (1.0 + x))"];

    // Piecewise linear.
    abs(x)              = ["sign(x)"];                        // 0 at 0
    copysign(x, y)      = ["copysign_partial(x, z)", "0"];    // 0 at 0
    max(x, y)           = ["max_partial(x, y)", "max_partial(y, x)"]; // ½ each at a tie
    min(x, y)           = ["min_partial(x, y)", "min_partial(y, x)"];
    rem_euclid(x, y)    = ["1", "rem_divisor(x, y, z)"];
    fract(x)            = ["1"];
    to_degrees(x)       = ["DEGREES"];
    to_radians(x)       = ["RADIANS"];
    mul_add(a, b, c)    = ["b", "a", "1"];

    // Locally constant.
    signum(x)           = ["0"];
    floor(x)            = ["0"];
    ceil(x)             = ["0"];
    round(x)            = ["0"];
    round_ties_even(x)  = ["0"];
    trunc(x)            = ["0"];
    div_euclid(x, y)    = ["0", "0"];
};

/// The functions of the runtime that the partials call: their own partials are for derivatives of higher order.
///
/// A last argument `z`, the result of the elementary function, is a value that the helper could compute itself: its partial
/// is 0, and the others are total. So mixed derivatives are the same expression from either side.
#[rustfmt::skip]
pub static HELPERS: &[Rule] = rules! {
    cos(x)                      = ["-sin(x)"];
    sin(x)                      = ["cos(x)"];
    cosh(x)                     = ["sinh(x)"];
    sinh(x)                     = ["cosh(x)"];
    exp(x)                      = ["z"];
    ln(x)                       = ["1.0 / x"];
    sqrt(x)                     = ["0.5 / z"];

    digamma(x)                  = ["trigamma(x)"];
    trigamma(x)                 = ["polygamma(x, 2)"];
    polygamma(x, k)             = ["polygamma(x, k + 1)", ""];
    powi_base(x, n)             = ["powi_derivative(x, n, 2)", ""];
    powi_derivative(x, n, k)    = ["powi_derivative(x, n, k + 1)", "", ""];
    powf_base(x, y)             = ["powf_derivative(x, y, 2, 0)", "powf_derivative(x, y, 1, 1)"];
    powf_exponent(x, y, z)      = ["powf_derivative(x, y, 1, 1)", "powf_derivative(x, y, 0, 2)", "0"];
    powf_derivative(x, y, i, j) = ["powf_derivative(x, y, i + 1, j)", "powf_derivative(x, y, i, j + 1)", "", ""];
    atan2_first(y, x)           = ["atan2_derivative(y, x, 2, 0)", "atan2_derivative(y, x, 1, 1)"];
    atan2_second(y, x)          = ["atan2_derivative(y, x, 1, 1)", "atan2_derivative(y, x, 0, 2)"];
    atan2_derivative(y, x, i, j) = ["atan2_derivative(y, x, i + 1, j)", "atan2_derivative(y, x, i, j + 1)", "", ""];

    // Locally constant.
    sign(x)                     = ["0"];
    max_partial(x, y)           = ["0", "0"];
    min_partial(x, y)           = ["0", "0"];
    clamp_interior(x, l, h)     = ["0", "0", "0"];
    clamp_value(x, l, h)        = ["0", "0", "0"];
    clamp_low(x, l, h)          = ["0", "0", "0"];
    clamp_high(x, l, h)         = ["0", "0", "0"];
    copysign_partial(x, z)      = ["0", "0"];
    rem_divisor(x, y, z)        = ["0", "0", "0"];
};

/// The rule of a function that partials call.
pub fn helper(name: &str) -> Option<&'static Rule> {
    HELPERS.iter().find(|rule| rule.name == name)
}

/// A function that partials call is finite wherever its arguments are, or where they and the result of the elementary function are.
pub fn is_total(helper: &str) -> bool {
    compares(helper) || ["like", "sin", "cos", "exp", "cosh", "sinh", "sign", "copysign_partial"].contains(&helper)
}

/// The partial is made of comparisons alone: it says which of several arguments is the result.
pub fn compares(partial: &str) -> bool {
    ["max_partial", "min_partial", "clamp_"].iter().any(|function| partial.starts_with(function))
}

/// `clamp` between bounds that do not vary: 0 at a bound.
pub static CLAMP: Rule =
    Rule { name: "clamp", parameters: &["x", "l", "h"], partials: &["clamp_interior(x, l, h)", "0", "0"] };

/// `clamp` between bounds that vary: a tie with a bound is split with it.
pub static CLAMP_BETWEEN: Rule = Rule {
    name: "clamp",
    parameters: &["x", "l", "h"],
    partials: &["clamp_value(x, l, h)", "clamp_low(x, l, h)", "clamp_high(x, l, h)"],
};

/// `clamp`, where the caller tells whether the bounds vary.
pub static CLAMP_AS_METHOD: Rule = Rule {
    name: "clamp",
    parameters: &["x", "l", "h"],
    partials: &[
        "if MASK & 6 == 0 { clamp_interior(x, l, h) } else { clamp_value(x, l, h) }",
        "clamp_low(x, l, h)",
        "clamp_high(x, l, h)",
    ],
};

/// What only `libm` has, under its name there.
#[rustfmt::skip]
static ONLY_LIBM: &[Rule] = rules! {
    fmod(x, y)          = ["1", "rem_divisor(x, y, z)"];      // `%`
    exp10(x)            = ["z * LN_10"];
    erf(x)              = ["TWO_OVER_SQRT_PI * exp(-(x * x))"];
    erfc(x)             = ["-TWO_OVER_SQRT_PI * exp(-(x * x))"];
    lgamma(x)           = ["digamma(x)"];                     // that of ln |Γ(x)|
    tgamma(x)           = ["z * digamma(x)"];                 // NaN at the poles
};

/// The rule of a method of `f32` and `f64`.
pub fn method(name: &str) -> Option<&'static Rule> {
    if name == "clamp" {
        return Some(&CLAMP_BETWEEN);
    }
    RULES.iter().find(|rule| rule.name == name)
}

/// The rule of a function of the `libm` crate.
pub fn libm(name: &str) -> Option<&'static Rule> {
    let renamed = match name {
        "fabs" | "fabsf" => "abs",
        "expm1" | "expm1f" => "exp_m1",
        "log1p" | "log1pf" => "ln_1p",
        "log" | "logf" => "ln",
        "log2" | "log2f" => "log2",
        "log10" | "log10f" => "log10",
        "pow" | "powf" => "powf",
        "fmax" | "fmaxf" => "max",
        "fmin" | "fminf" => "min",
        "fma" | "fmaf" => "mul_add",
        "rint" | "rintf" => "round_ties_even",
        name => {
            let stem = name.strip_suffix('f').unwrap_or(name);
            let named = |rule: &&Rule| rule.name == name || rule.name == stem;
            let only = ONLY_LIBM.iter().find(named);
            return only.or_else(|| RULES.iter().find(|rule| named(rule) && LIBM.contains(&rule.name)));
        }
    };
    method(renamed)
}

/// What `libm` has under the name of the method.
const LIBM: &[&str] = &[
    "sqrt", "cbrt", "hypot", "exp", "exp2", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh",
    "tanh", "asinh", "acosh", "atanh", "floor", "ceil", "round", "trunc", "copysign",
];

/// Methods that read a float and give something that does not vary.
pub const QUESTIONS: &[&str] = &[
    "is_nan",
    "is_finite",
    "is_infinite",
    "is_normal",
    "is_subnormal",
    "is_sign_negative",
    "is_sign_positive",
    "is_empty",
    "partial_cmp",
    "total_cmp",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
];

/// The types of casts whose result does not vary.
pub const DISCRETE: &[&str] =
    &["u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "bool", "char"];

//! What is measured: pairs of computations with the same result.

use std::hint::black_box;

/// A derivative of a function, generated and written by hand.
pub struct Case {
    pub family: &'static str,
    pub function: &'static str,
    pub derivative: &'static str,
    pub generated: fn() -> Vec<f64>,
    pub by_hand: fn() -> Vec<f64>,
}

impl Case {
    pub fn name(&self) -> String {
        format!("{} {}", self.function, self.derivative)
    }
}

pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    crate::scalar::cases(&mut cases);
    crate::fixed::cases(&mut cases);
    crate::loops::cases(&mut cases);
    crate::arrays::cases(&mut cases);
    cases
}

/// What is counted: all that runs from when this function is entered until it is left. The tool finds it by its name, and the counts
/// come in the order of the calls.
#[inline(never)]
fn counted<I, O>(input: &mut I, compute: impl Fn(&mut I) -> O) -> O {
    compute(input)
}

/// Runs a computation twice, the second time with all memory at hand that is kept between calls.
pub fn run<I, O: Numbers>(input: impl Fn() -> I, compute: impl Fn(&mut I) -> O + Copy) -> Vec<f64> {
    black_box(counted(black_box(&mut input()), compute));
    let mut input = input();
    let output = black_box(counted(black_box(&mut input), compute));
    let mut numbers = Vec::new();
    output.append_to(&mut numbers);
    numbers
}

/// A result as a list of numbers.
pub trait Numbers {
    fn append_to(&self, numbers: &mut Vec<f64>);
}

impl Numbers for f64 {
    fn append_to(&self, numbers: &mut Vec<f64>) {
        numbers.push(*self);
    }
}

impl<T: Numbers, const N: usize> Numbers for [T; N] {
    fn append_to(&self, numbers: &mut Vec<f64>) {
        self.iter().for_each(|part| part.append_to(numbers));
    }
}

impl<T: Numbers> Numbers for Vec<T> {
    fn append_to(&self, numbers: &mut Vec<f64>) {
        self.iter().for_each(|part| part.append_to(numbers));
    }
}

impl<T: Numbers> Numbers for Box<T> {
    fn append_to(&self, numbers: &mut Vec<f64>) {
        (**self).append_to(numbers);
    }
}

macro_rules! tuples {
    ($($($name:ident)+;)*) => {$(
        impl<$($name: Numbers),+> Numbers for ($($name,)+) {
            #[allow(non_snake_case)]
            fn append_to(&self, numbers: &mut Vec<f64>) {
                let ($($name,)+) = self;
                $($name.append_to(numbers);)+
            }
        }
    )*};
}
tuples! { A B; A B C; }

/// The cases of a family: for each function its point, tangents and cotangents, and for each derivative both computations.
///
/// What the names stand for is an input to the compiler too, behind a reference that it knows nothing of.
#[macro_export]
macro_rules! measured {
    ($family:literal; $($function:ident $inputs:tt { $($derivative:ident: $generated:expr, $by_hand:expr;)* })*) => {
        pub fn cases(cases: &mut Vec<$crate::cases::Case>) {
            $($(cases.push($crate::cases::Case {
                family: $family,
                function: stringify!($function),
                derivative: stringify!($derivative),
                generated: || $crate::computation!($inputs $generated),
                by_hand: || $crate::computation!($inputs $by_hand),
            });)*)*
        }
    };
}

/// Arrays and floats are given as values, what is in a `Vec` or `Box` by reference.
#[macro_export]
macro_rules! computation {
    (($($($input:ident: $ty:ty = $value:expr),*);*) $compute:expr) => {
        $crate::cases::run(
            || ($($($value,)*)*),
            |input: &mut ($($($ty,)*)*)| {
                #[allow(unused_variables)]
                let ($($($input,)*)*) = input;
                $($(
                    #[allow(unused_variables)]
                    let $input = $crate::cases::Given::given($input);
                )*)*
                $compute
            },
        )
    };
}

/// An input as derivatives take it.
pub trait Given {
    type As<'a>
    where
        Self: 'a;
    fn given(&self) -> Self::As<'_>;
}

impl Given for f64 {
    type As<'a> = f64;
    #[inline(always)]
    fn given(&self) -> f64 {
        *self
    }
}

impl Given for usize {
    type As<'a> = usize;
    #[inline(always)]
    fn given(&self) -> usize {
        *self
    }
}

impl<T: Copy, const N: usize> Given for [T; N] {
    type As<'a>
        = [T; N]
    where
        T: 'a;
    #[inline(always)]
    fn given(&self) -> [T; N] {
        *self
    }
}

impl<T> Given for Vec<T> {
    type As<'a>
        = &'a [T]
    where
        T: 'a;
    #[inline(always)]
    fn given(&self) -> &[T] {
        self
    }
}

impl<T> Given for Box<T> {
    type As<'a>
        = &'a T
    where
        T: 'a;
    #[inline(always)]
    fn given(&self) -> &T {
        self
    }
}

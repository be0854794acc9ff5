//! Methods and associated functions: `impl` blocks with the attribute, and what stands beside each function of them.
#![allow(clippy::style, clippy::complexity, reason = "the forms are what is tested")]

use jac::{Differentiable, Jacobian, Strategy, differentiable};

#[derive(Clone, Debug, PartialEq, Differentiable)]
pub struct Arm {
    pub lengths: [f64; 2],
    pub gain: f64,
}

#[differentiable]
impl Arm {
    const OFFSET: f64 = 0.5;

    /// An arm of these lengths.
    pub const fn new(first: f64, second: f64) -> Self {
        Self { lengths: [first, second], gain: 1.0 }
    }

    /// The position of the hand.
    #[differentiable(wrt(q))]
    pub fn reach(&self, q: [f64; 2]) -> [f64; 2] {
        let [first, second] = self.lengths;
        let sum = q[0] + q[1];
        [first * q[0].cos() + second * sum.cos() + Self::OFFSET, first * q[0].sin() + second * sum.sin()]
    }

    pub fn energy(&self, q: f64) -> f64 {
        self.gain * q.sin() * self.lengths[0]
    }

    pub fn scaled(mut self, by: f64) -> Self {
        self.gain *= by;
        self
    }

    pub fn tune(&mut self, by: f64) {
        self.gain += by * self.lengths[1];
    }

    #[differentiable(wrt(self))]
    pub fn weight(&self, q: f64) -> f64 {
        q * self.gain
    }

    pub fn twice_and_square(x: f64) -> f64 {
        Self::twice(x) + Arm::twice(x * x)
    }

    fn twice(x: f64) -> f64 {
        2.0 * x
    }

    /// Calls itself.
    pub fn power(&self, q: f64, n: usize) -> f64 {
        if n == 0 { self.gain } else { q * Self::power(self, q, n - 1) }
    }

    pub fn total(&self, q: f64) -> f64 {
        Arm::energy(self, q) + Self::energy(self, 2.0 * q)
    }

    #[differentiable(skip)]
    pub fn name(&self) -> &str {
        "arm"
    }
}

const ARM: Arm = Arm::new(1.5, 2.0);

fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-8 * (1.0 + expected.abs()), "{found} instead of {expected}");
}

fn difference(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1e-6;
    (f(h) - f(-h)) / (2.0 * h)
}

#[test]
fn a_method_has_the_derivatives_of_a_function_under_names_of_its_own() {
    let q = [0.3, -0.2];
    let (value, jacobian) = ARM.reach_value_and_jacobian(q);
    assert_eq!(value, ARM.reach(q));
    assert_eq!(ARM.reach_jacobian(q), jacobian);
    assert_eq!(ARM.reach_jacfwd(q), jacobian);
    for (row, line) in ARM.reach_jacrev(q).into_iter().enumerate() {
        for (column, entry) in line.into_iter().enumerate() {
            let at = |h: f64| {
                let mut q = q;
                q[column] += h;
                ARM.reach(q)[row]
            };
            assert_close(entry, difference(at));
            assert_close(jacobian[row][column], entry);
        }
    }
    let (_, product) = ARM.reach_jvp(q, [1.0, 0.0]);
    assert_eq!(product, [jacobian[0][0], jacobian[1][0]]);
    let (_, product) = ARM.reach_vjp(q, [0.0, 1.0]);
    assert_close(product[1], jacobian[1][1]);
    let mut buffer = [0.0; 4];
    assert_eq!(ARM.reach_jacobian_into(q, &mut buffer), value);
    assert_eq!(buffer, [jacobian[0][0], jacobian[0][1], jacobian[1][0], jacobian[1][1]]);
}

#[test]
fn the_receiver_is_an_input_like_any_other() {
    let (value, (arm, by_q)) = ARM.energy_value_and_gradient(0.7);
    assert_eq!(value, ARM.energy(0.7));
    assert_close(arm.gain, 0.7_f64.sin() * 1.5);
    assert_close(arm.lengths[0], 0.7_f64.sin());
    assert_close(arm.lengths[1], 0.0);
    assert_close(by_q, 0.7_f64.cos() * 1.5);
    let tangent = ArmTangent { lengths: [1.0, 0.0], gain: 2.0 };
    assert_close(ARM.energy_jvp(0.7, tangent, 0.5).1, arm.lengths[0] + 2.0 * arm.gain + 0.5 * by_q);
    assert_close(ARM.weight_gradient(3.0).gain, 3.0);
}

#[test]
fn a_receiver_is_taken_by_value_or_changed_in_place() {
    let tangent = ArmTangent { lengths: [0.0, 0.0], gain: 1.0 };
    let (value, dot) = ARM.scaled_jvp(0.5, tangent, 0.25);
    assert_eq!(value, ARM.scaled(0.5));
    assert_close(dot.gain, 0.5 + 0.25);
    let mut arm = ARM;
    let (after, (arm_bar, by_bar)) = arm.tune_vjp(0.5, ArmTangent { lengths: [0.0, 0.0], gain: 1.0 });
    assert_eq!(after, arm);
    assert_eq!(arm.gain, 2.0);
    assert_eq!(arm_bar, ArmTangent { lengths: [0.0, 0.5], gain: 1.0 });
    assert_eq!(by_bar, 2.0);
}

#[test]
fn functions_without_a_receiver_have_siblings_too() {
    assert_close(Arm::twice_and_square_gradient(0.3), 2.0 + 4.0 * 0.3);
    let (arm, dot) = Arm::new_jvp(1.0, 2.0, 0.5, 0.25);
    assert_eq!((arm.lengths, dot.lengths), ([1.0, 2.0], [0.5, 0.25]));
}

#[test]
fn functions_of_a_block_call_each_other() {
    let (arm, by_q) = ARM.total_gradient(0.4);
    assert_close(by_q, difference(|h| ARM.total(0.4 + h)));
    assert_close(arm.gain, difference(|h| Arm { gain: ARM.gain + h, ..ARM }.total(0.4)));
}

#[test]
fn a_method_calls_itself() {
    let (arm, by_q) = ARM.power_gradient(3.0, 4);
    assert_close(arm.gain, 81.0);
    assert_close(by_q, 108.0);
}

#[test]
fn a_method_has_a_type_for_the_builder() {
    let jacobian =
        Jacobian::<Arm_reach>::new().strategy(Strategy::Reverse).strict(true).at((&ARM, [0.1, 0.2])).unwrap();
    assert_eq!(jacobian, ARM.reach_jacrev([0.1, 0.2]));
}

#[derive(Clone, Copy, Debug, Differentiable)]
pub struct Chain<const N: usize> {
    links: [f64; N],
}

#[differentiable]
impl<const N: usize> Chain<N> {
    pub fn filled(link: f64) -> Self {
        Self { links: [link; N] }
    }

    pub fn dot(&self, weights: [f64; N]) -> f64 {
        let mut total = 0.0;
        for k in 0..N {
            total += self.links[k] * weights[k];
        }
        total
    }

    /// Constants of the block and of the function.
    #[differentiable(wrt(weights))]
    pub fn first_times<const M: usize>(self, mut weights: [f64; M]) -> [f64; M] {
        for weight in weights.iter_mut() {
            *weight *= self.links[0];
        }
        weights
    }
}

#[test]
fn constants_of_the_block_are_constants_of_its_functions() {
    let chain = Chain { links: [1.0, 2.0, 3.0] };
    let (links, weights) = chain.dot_gradient([4.0, 5.0, 6.0]);
    assert_eq!((links.links, weights), ([4.0, 5.0, 6.0], [1.0, 2.0, 3.0]));
    assert_eq!(Chain::<2>::filled(2.0).first_times_jacobian([3.0, 4.0, 5.0])[1], [0.0, 2.0, 0.0]);
}

#[differentiable]
fn calls_by_path(x: f64) -> f64 {
    let arm = Arm::new(x, 2.0 * x);
    let chain = Chain::<3>::filled(x);
    let inferred: f64 = Chain::dot(&chain, [1.0, x, 2.0]);
    <Arm>::energy(&arm, x) + inferred + Arm::twice_and_square(Arm::scaled(arm, x).gain)
}

#[test]
fn methods_are_called_by_path() {
    let (value, gradient) = calls_by_path::value_and_gradient(0.7);
    assert_eq!(value, calls_by_path(0.7));
    assert_close(gradient, difference(|h| calls_by_path(0.7 + h)));
    let (_, tangent) = calls_by_path::jvp(0.7, 1.0);
    assert_close(tangent, gradient);
}

mod hidden {
    //! A private type with public methods, in a block under a condition.
    use jac::differentiable;

    struct Secret;

    #[differentiable]
    #[cfg(not(target_os = "none"))]
    impl Secret {
        #[differentiable(wrt(x))]
        pub fn square(&self, x: f64) -> f64 {
            x * x
        }

        #[cfg(target_os = "none")]
        pub fn square(&self, x: f32) -> f32 {
            x
        }
    }

    #[test]
    fn conditions_hold_for_the_derivatives() {
        assert_eq!(Secret.square_gradient(3.0), 6.0);
    }
}

/// Data that does not vary, behind a lifetime, behind pointers, and in fields.
mod of_data {
    use super::{assert_close, difference};
    use jac::{Differentiable, differentiable};
    use std::rc::Rc;

    #[derive(Clone, Debug)]
    pub struct Table<'a> {
        values: &'a [f64],
    }

    #[differentiable]
    impl<'a> Table<'a> {
        #[differentiable(wrt(x))]
        pub fn at(&self, x: f64) -> f64 {
            let mut total = 0.0;
            for value in self.values {
                total = total * x + value;
            }
            total
        }
    }

    #[derive(Clone, Debug, Differentiable)]
    struct Plant {
        #[constant]
        table: Table<'static>,
        gain: f64,
    }

    #[differentiable]
    impl Plant {
        fn step(&self, x: f64) -> f64 {
            self.gain * self.table.at(x)
        }

        fn learn(&mut self, x: f64) -> f64 {
            let value = self.table.at(x);
            self.gain += 0.5 * value;
            value * self.gain
        }
    }

    #[differentiable(wrt(x))]
    fn through_pointers(tables: &[Rc<Table<'_>>], x: f64) -> f64 {
        let mut y = x;
        for table in tables {
            y = table.at(y) + tables[0].at(x);
        }
        y
    }

    #[test]
    fn what_is_left_out_may_be_any_data() {
        let values = [0.5, -1.0, 2.0];
        let tables = [Rc::new(Table { values: &values }), Rc::new(Table { values: &values[1..] })];
        let at = |x: f64| through_pointers(&tables, x);
        assert_close(through_pointers::gradient(&tables, 0.7), difference(|h| at(0.7 + h)));
        assert_close(through_pointers::jvp(&tables, 0.7, 1.0).1, difference(|h| at(0.7 + h)));
    }

    #[test]
    fn a_constant_field_is_called_for_what_is_passed() {
        let plant = Plant { table: Table { values: &[0.5, -1.0, 2.0] }, gain: 1.5 };
        let (by_plant, by_x) = plant.step_gradient(0.7);
        assert_close(by_x, difference(|h| plant.step(0.7 + h)));
        assert_close(by_plant.gain, plant.table.at(0.7));
        let (_, (by_plant, by_x)) =
            plant.clone().learn_vjp(0.7, (1.0, PlantTangent { gain: 2.0, ..PlantTangent::default() }));
        let learnt = |gain: f64, x: f64| {
            let mut plant = Plant { gain, ..plant.clone() };
            plant.learn(x) + 2.0 * plant.gain
        };
        assert_close(by_x, difference(|h| learnt(1.5, 0.7 + h)));
        assert_close(by_plant.gain, difference(|h| learnt(1.5 + h, 0.7)));
    }

    /// A tree of operations.
    #[derive(Clone, Debug)]
    enum Tree {
        Number(f64),
        Input,
        Sum(Vec<Tree>),
        Product(Vec<Tree>),
    }

    #[differentiable]
    impl Tree {
        #[differentiable(recursive, wrt(x))]
        fn eval(&self, x: f64) -> f64 {
            match self {
                Tree::Number(number) => *number,
                Tree::Input => x,
                Tree::Sum(terms) => {
                    let mut total = 0.0;
                    for k in 0..terms.len() {
                        total += terms[k].eval(x);
                    }
                    total
                }
                Tree::Product(factors) => factors[0].eval(x) * factors[1].eval(x).sin(),
            }
        }
    }

    #[test]
    fn a_method_calls_itself_on_parts() {
        let product = Tree::Product(vec![Tree::Sum(vec![Tree::Input, Tree::Number(2.0)]), Tree::Input]);
        let tree = Tree::Sum(vec![product.clone(), Tree::Product(vec![product, Tree::Input]), Tree::Input]);
        assert_close(tree.eval_gradient(0.7), difference(|h| tree.eval(0.7 + h)));
        assert_close(tree.eval_jvp(0.7, 1.0).1, difference(|h| tree.eval(0.7 + h)));
    }
}

/// Methods of another crate, and types behind others.
mod of_another_crate {
    use super::{assert_close, difference};
    use jac::differentiable;
    use neighbour::Spring;

    #[differentiable]
    fn swing(x: f64, stiffness: f64) -> f64 {
        let mut spring = Spring { stiffness, length: 1.0 };
        let first = spring.force(x);
        let moved = spring.shorten(0.5 * first);
        moved * spring.force(x) + spring.energy(x)
    }

    #[test]
    fn the_compiler_finds_the_method() {
        let (by_x, by_stiffness) = swing::gradient(1.3, 2.5);
        assert_close(by_x, difference(|h| swing(1.3 + h, 2.5)));
        assert_close(by_stiffness, difference(|h| swing(1.3, 2.5 + h)));
        assert_close(swing::jvp(1.3, 2.5, 1.0, 2.0).1, by_x + 2.0 * by_stiffness);
    }
}

/// Methods of traits, of traits that are not in scope where their derivatives are used.
mod of_traits {
    use super::{assert_close, difference};
    use jac::differentiable;

    mod models {
        use jac::{Differentiable, differentiable};

        pub trait Model {
            type Value;
            fn predict(&self, x: f64) -> Self::Value;
            fn train(&mut self, x: f64);
        }

        #[derive(Clone, Debug, Differentiable)]
        pub struct Line {
            pub slope: f64,
            pub offset: f64,
        }

        #[differentiable]
        impl Model for Line {
            type Value = f64;

            #[differentiable(wrt(x))]
            fn predict(&self, x: f64) -> Self::Value {
                self.slope * x * x + self.offset
            }

            #[differentiable(skip)]
            fn train(&mut self, x: f64) {
                self.offset = x;
            }
        }
    }
    use models::{Line, Model};

    #[differentiable(wrt(x))]
    fn error(line: &Line, x: f64) -> f64 {
        let y = line.predict(x) - 1.0;
        y * y
    }

    #[test]
    fn they_have_siblings_of_the_type() {
        let mut line = Line { slope: 2.0, offset: 0.0 };
        line.train(0.5);
        assert_eq!(line.predict_gradient(3.0), 12.0);
        assert_close(error::gradient(&line, 0.7), difference(|h| error(&line, 0.7 + h)));
    }
}

/// Second derivatives, through receivers of all kinds.
mod of_second_order {
    use super::assert_close;
    use jac::{Differentiable, differentiable};

    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Pair {
        a: f64,
        b: f64,
    }

    #[differentiable(order = 2)]
    impl Pair {
        fn times(&self, x: f64) -> f64 {
            self.a * self.b * x
        }

        fn turned(self, x: f64) -> Pair {
            Pair { a: self.b * x, b: self.a }
        }

        fn grow(&mut self, x: f64) -> f64 {
            self.a *= x;
            self.times(x)
        }
    }

    #[differentiable(order = 2)]
    fn energy(x: [f64; 2]) -> f64 {
        let mut pair = Pair { a: x[0], b: x[1] };
        let grown = pair.grow(x[1]);
        let fixed = pair.turned(x[0]);
        grown * fixed.times(2.0) + pair.times(x[0])
    }

    #[test]
    fn hessians_pass_through_methods() {
        let x = [0.7, -1.3];
        let hessian = energy::hessian(x);
        let h = 1e-5;
        for i in 0..2 {
            for j in 0..2 {
                let at = |h: f64| {
                    let mut x = x;
                    x[j] += h;
                    energy::gradient(x)[i]
                };
                assert_close(hessian[i][j], (at(h) - at(-h)) / (2.0 * h));
            }
        }
    }
}

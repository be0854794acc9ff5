//! Derivatives of ordinary Rust functions, by source transformation, on stable Rust.
//!
//! [`#[differentiable]`](macro@differentiable) reads a function when it is compiled, leaves it as it is, and puts its derivatives
//! beside it: in forward mode (tangents), in reverse mode (cotangents), and assembled into gradients and Jacobians. The function stays
//! an ordinary function of `f64` or `f32`; there is no generic number type, no tape, and nothing to build at run time.
//!
//! ```
//! use jac::differentiable;
//!
//! /// Residuals of Rosenbrock's function.
//! #[differentiable]
//! pub fn rosenbrock(x: [f64; 2]) -> [f64; 2] {
//!     [10.0 * (x[1] - x[0] * x[0]), 1.0 - x[0]]
//! }
//!
//! let x = [1.5, 2.0];
//! assert_eq!(rosenbrock(x), [-2.5, -0.5]);
//!
//! // The value, and the Jacobian times a tangent.
//! let (y, dy) = rosenbrock::jvp(x, [1.0, 0.0]);
//! assert_eq!((y, dy), ([-2.5, -0.5], [-30.0, -1.0]));
//!
//! // The value, and a cotangent times the Jacobian.
//! let (y, bx) = rosenbrock::vjp(x, [1.0, 0.0]);
//! assert_eq!((y, bx), ([-2.5, -0.5], [-30.0, 10.0]));
//!
//! // A row for each output, a column for each input.
//! assert_eq!(rosenbrock::jacobian(x), [[-30.0, 10.0], [-1.0, 0.0]]);
//! ```
//!
//! # What stands beside the function
//!
//! `#[differentiable] fn f(..)` adds an uninhabited type `f`, the *namesake* of the function. Functions and types have names of their own
//! in Rust, so that both are called `f`, and one `use` imports both. The derivatives are associated functions of that type. Modules share their
//! names with types: `mod rk; pub use rk::rk;` is fine for a function, and an error for a function and its namesake. Name one of the two otherwise.
//!
//! | | returns | mode and cost |
//! |---|---|---|
//! | `f::jvp(x.., dx..)` | value, Jacobian times tangent | forward, one sweep |
//! | `f::vjp(x.., by)` | value, cotangent times Jacobian | reverse, one sweep |
//! | `f::gradient(x..)`, `f::value_and_gradient(x..)` | the gradient, if the result is one float and there is no `&mut` parameter | reverse, one sweep |
//! | `f::jacobian(x..)`, `f::value_and_jacobian(x..)` | the Jacobian, with the input's float types | by elimination at compile time where all sizes stand in the source, in one sweep where a list is mapped element by element, else the mode that is cheaper for these sizes |
//! | `f::jacfwd(x..)`, `f::value_and_jacfwd(x..)` | the Jacobian, with the output's float type | forward, up to eight columns a sweep |
//! | `f::jacrev(x..)`, `f::value_and_jacrev(x..)` | the Jacobian, with the input's float types | reverse, up to eight rows a sweep |
//! | `f::jacobian_into(x.., &mut buffer)` | the value; writes the Jacobian row by row | as `jacobian` |
//! | `f::vjp_with(.., &mut workspace)`, and `gradient_with`, `value_and_gradient_with`, `jacobian_into_with` | the same as without `_with` | the same, with the memory of earlier calls |
//!
//! A forward sweep evaluates the function once. Reverse mode evaluates it once, whatever the number of sweeps. `jacobian` chooses by a
//! rough model of cost: a forward sweep of `W` columns is taken to cost `4 + W`, a reverse sweep of `W` rows `2 (2 + W)`, with 4 for the
//! evaluation. The choice is a compile-time constant if the sizes are.
//!
//! Derivatives of functions of fixed-size values do not allocate, but for records of long loops, which lie in memory that is kept.
//!
//! # Inputs and outputs
//!
//! - Each parameter is one input. Integers, `bool` and `char` have no tangent and no block.
//! - The result is an output. So is the final value of each `&mut` parameter; these stand behind the result, in order.
//! - An `&mut` parameter is also an input, unless it is listed in `out(..)`.
//! - Derivatives have the owned form of the value: `Vec<f64>` for a slice or a `Vec`, an array for a reference to an array.
//! - One input gives its derivative itself; several give a tuple, in parameter order. It is the same with outputs. Of both several,
//!   `j.1.0` is the block of output 1 and input 0.
//!
//! ```
//! use jac::differentiable;
//!
//! /// One step of an oscillator, in place.
//! #[differentiable]
//! fn step(state: &mut [f64; 2], dt: f64) {
//!     state[0] += dt * state[1];
//!     state[1] -= dt * state[0];
//! }
//!
//! // Primals, then tangents; the output is the final value of `state`.
//! let (after, tangent) = step::jvp(&mut [1.0, 2.0], 0.5, [1.0, 0.0], 0.0);
//! assert_eq!((after, tangent), ([2.0, 1.0], [1.0, -0.5]));
//!
//! // Primals, then the cotangent of the output; a cotangent for each input.
//! let (after, (by_state, by_dt)) = step::vjp(&mut [1.0, 2.0], 0.5, [0.0, 1.0]);
//! assert_eq!((after, by_state, by_dt), ([2.0, 1.0], [-0.5, 0.75], -3.0));
//! ```
//!
//! An argument passed by `&mut` receives the final value, as it would by a call of the function.
//!
//! # Many products, of one evaluation
//!
//! `pullback` evaluates a function once and gives a function of cotangents. For tangents, the option `linearize` has its counterpart, JAX's `jax.linearize`: the value,
//! and the linear part of the function there, to be called any number of times, as a solver of linear systems without a matrix does.
//!
//! ```
//! use jac::differentiable;
//!
//! #[differentiable(linearize)]
//! fn residuals(x: [f64; 2], data: &[f64]) -> [f64; 2] {
//!     let mut sum = 0.0;
//!     for t in data {
//!         sum += (x[0] * t).exp() - x[1];
//!     }
//!     [sum, x[0] * x[1]]
//! }
//!
//! let (x, data) = ([0.5, 2.0], vec![0.1, 0.2, 0.3]);
//! let (value, linear) = residuals::linearize(x, &data);
//! assert_eq!(value, residuals(x, &data));
//! for (dx, dt) in [([1.0, 0.0], [0.0; 3]), ([0.0, 1.0], [1.0, 2.0, 3.0])] {
//!     assert_eq!(linear.jvp(dx, &dt), residuals::jvp(x, &data, dx, &dt).1);
//! }
//! ```
//!
//! What reads no tangent is done once: calls, branches, elementary functions and their partials. A call of `jvp` is sums and products along the way that was taken. What
//! it multiplies by is recorded, about one float for each product, and none of the arguments is held: they may be overwritten. All functions that are called with what
//! varies need the option too. A function with a [rule](macro@differentiable#derivatives-of-ones-own) keeps copies of its arguments and calls the rule for each product: that of forward mode once, that of reverse mode once for each float
//! of the result. For generic code there is the trait [`Linearize`], which takes several tangents at once.
//!
//! # Shapes of blocks
//!
//! A block has the shape of the output, with each float replaced by something of the shape of the input.
//!
//! | output | input | block |
//! |---|---|---|
//! | `f64` | `f64` | `f64` |
//! | `f64` | `[f64; N]` | `[f64; N]` |
//! | `[f64; M]` | `[f64; N]` | `[[f64; N]; M]` |
//! | `(A, B)` | `X` | `(A by X, B by X)` |
//! | `A`, not a tuple | `(X, Y)` | `(A by X, A by Y)` |
//! | `Vec<f64>` | a slice or `Vec` of `f64` | `ndarray::Array2<f64>` |
//! | `f64` | a slice or `Vec` of `f64` | `ndarray::Array1<f64>` |
//!
//! Blocks of run-time size need the feature `ndarray`; `jvp`, `vjp`, `gradient` and `jacobian_into` do not.
//!
//! # Options at run time, and generic code
//!
//! [`Jacobian`] is a builder with the options of PyTorch's `torch.autograd.functional.jacobian`: strategy, vectorisation, and strictness.
//!
//! ```
//! use jac::{Jacobian, Strategy, differentiable};
//!
//! #[differentiable]
//! fn split(x: [f64; 2], u: f64) -> ([f64; 2], f64) {
//!     ([x[0] * u, x[1]], u * u)
//! }
//!
//! // Of a function with several parameters, `at` takes the tuple of all of them.
//! let j = Jacobian::<split>::new().strategy(Strategy::Reverse).at(([2.0, 3.0], 5.0))?;
//! assert_eq!(j.0.1, [2.0, 0.0]); // of output 0 by input 1
//!
//! let error = Jacobian::<split>::new().strict(true).at(([2.0, 3.0], 5.0)).unwrap_err();
//! assert_eq!(error.to_string(), "output `result.1` is independent of input `x`");
//! # Ok::<(), jac::IndependenceError>(())
//! ```
//!
//! The namesake implements [`Function`], so that generic code can take a differentiable function as a type parameter:
//!
//! ```
//! use jac::{Function, Jacobian, differentiable};
//!
//! /// Newton's method in the plane.
//! fn solve<F>(f: impl Fn([f64; 2]) -> [f64; 2], mut x: [f64; 2]) -> [f64; 2]
//! where
//!     F: Function<[f64; 2], Input = [f64; 2], Output = [f64; 2]>,
//! {
//!     for _ in 0..20 {
//!         let ([[a, b], [c, d]], [p, q]) = (Jacobian::<F>::new().at(x).unwrap(), f(x));
//!         let determinant = a * d - b * c;
//!         x[0] -= (d * p - b * q) / determinant;
//!         x[1] -= (a * q - c * p) / determinant;
//!     }
//!     x
//! }
//!
//! #[differentiable]
//! fn circle_and_line(x: [f64; 2]) -> [f64; 2] {
//!     [x[0] * x[0] + x[1] * x[1] - 2.0, x[0] - x[1]]
//! }
//!
//! let root = solve::<circle_and_line>(circle_and_line, [2.0, 0.5]);
//! assert!((root[0] - 1.0).abs() < 1e-15 && (root[1] - 1.0).abs() < 1e-15);
//! ```
//!
//! # Checking
//!
//! [`check`](mod@check) compares tangent, adjoint and central differences, for tests of your own:
//!
//! ```
//! use jac::{check::check, differentiable};
//!
//! #[differentiable]
//! fn pendulum(angle: f64, length: f64) -> f64 {
//!     -9.81 / length * angle.sin()
//! }
//!
//! check::<pendulum, _>((0.5_f64, 2.0_f64)).unwrap();
//! ```
//!
//! # Conventions
//!
//! Values of the function inside of its derivatives are those of the function, to the bit. Partials at kinks and singular points
//! follow PyTorch's reverse mode, with few exceptions: `abs` has slope 0 at 0, a tie of `max` or `min` is split ½ to ½, a clamp has slope 0 at
//! its bounds, an `if` is differentiated along the branch taken. Arithmetic is plain IEEE arithmetic: a zero seed times an infinite partial is NaN.
//! `docs/conventions.md` in the repository has the table.
//!
//! # Features
//!
//! | feature | default | adds |
//! |---|---|---|
//! | `std` | yes | the mathematical functions of `std` in derivatives; `alloc` |
//! | `alloc` | by `std` | slices and `Vec` as parameters and results, loops without a bound known at compile time, [`check`](mod@check) |
//! | `libm` | no | the mathematical functions of the crate `libm` in derivatives, where there is no `std` |
//! | `ndarray` | no | Jacobian blocks of run-time size; `alloc` |
//! | `show` | no | the option `show`, which prints the generated code |
//!
//! The crate is `no_std`. Without any feature it differentiates arithmetic and what has a rational derivative; elementary functions whose
//! partials call others (`sin`, `powf`) need `std` or `libm`.
#![no_std]

/// Makes a function differentiable.
///
/// The function stays as it is. Beside it, the attribute puts a type of the same name, with the derivatives as associated functions:
/// `jvp`, `vjp`, `gradient`, `jacobian`, `jacfwd`, `jacrev`, their `value_and_` variants, and `jacobian_into`. The [crate's
/// documentation](crate) says what they take and return.
///
/// ```
/// # use jac::differentiable;
/// #[differentiable]
/// fn distance(x: &[f64; 2], y: &[f64; 2]) -> f64 {
///     (x[0] - y[0]).hypot(x[1] - y[1])
/// }
///
/// let (by_x, by_y) = distance::gradient(&[3.0, 4.0], &[0.0, 0.0]);
/// assert_eq!((by_x, by_y), ([0.6, 0.8], [-0.6, -0.8]));
/// ```
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `wrt(x, ..)` | Only these parameters are inputs. The others may have any type that is `Clone` or stands behind `&`. |
/// | `out(y, ..)` | These `&mut` parameters are outputs only: their initial values are not inputs. |
/// | `strict` | An output that is independent of an input is an error, by data flow, at compile time. |
/// | `jvp = path`, `vjp = path`, `pullback = path` | Derivatives of one's own, see [below](#derivatives-of-ones-own). The body is not read. |
/// | `linearize` | Adds `linearize`: the value, and a function of any number of tangents after one evaluation. Functions that this one calls need it too. |
/// | `recursive` | The function calls itself by way of others, where that is not seen, see [below](#recursion). |
/// | `inactive` | The result carries no derivative, by the user's word. The body is not read. |
/// | `show` | Prints the generated code during compilation. Needs the feature `show`. |
/// | `crate = path` | The path of this crate, where it is not `::jac`: in a package that depends on it under another name, or in a macro whose callers need not depend on it (`crate = $crate::jac`). A derived struct takes it as well, behind the derive: `#[differentiable(crate = path)]`. |
///
/// ```
/// # use jac::differentiable;
/// struct Spring {
///     stiffness: f64,
/// }
///
/// #[differentiable(wrt(x), out(force))]
/// fn pull(spring: &Spring, x: [f64; 2], force: &mut [f64; 2]) {
///     force[0] = -spring.stiffness * x[0];
///     force[1] = -spring.stiffness * x[1];
/// }
///
/// let spring = Spring { stiffness: 3.0 };
/// let block = pull::jacobian(&spring, [1.0, 2.0], &mut [0.0; 2]);
/// assert_eq!(block, [[-3.0, 0.0], [0.0, -3.0]]);
/// ```
///
/// What is independent is decided by data flow, whatever the numbers: `x * 0.0` depends on `x`, and the results of a comparison of `x` and of a cast
/// to an integer do not. Of an `if`, both branches count.
///
/// ```compile_fail,E0080
/// # use jac::differentiable;
/// #[differentiable(strict)] // error: `result` is independent of its input `y`
/// fn square(x: f64, y: f64) -> f64 {
///     x * x
/// }
/// ```
///
/// # What can be differentiated
///
/// Free functions, generic over constants, lifetimes and [types](#generic-functions). Parameters and results of `f32`, `f64`, integers, `bool`, `char`; arrays, tuples,
/// `Vec`s, `Option`s, `Result`s and structs (with `#[derive(Differentiable)]`) of these; parameters also by `&` and `&mut`, slices included. A result cannot
/// be a reference. At most twelve inputs, and at most twelve outputs.
///
/// A `const fn` stays one. Types may be named by an alias, except that the macro does not see what an alias stands for: one of an integer makes an input whose tangent is `()`, and
/// one of a slice is refused.
///
/// In the body:
///
/// - `let`, `let mut`, shadowing, patterns of names, tuples, arrays and structs; `const`, `static` and `use` items; assignment to variables, elements, fields and
///   behind `&mut`, also by `+=` and its kin and to tuples of places;
/// - arithmetic; the elementary functions of `f32` and `f64`, as methods or by path, and those of `libm`, with `erf`, `erfc`, `exp10`, `lgamma` and `tgamma`; casts between numbers;
/// - `if`, `match`, `if let`, `let else`, `while`, `loop`, `for`, `break` and `continue` with labels and values, early `return`; conditions and integer
///   code of any kind. The derivative is that of the way taken;
/// - `Option`s and `Result`s, also as results, parameters and fields: `Some(x)`, `None`, `Ok(x)`, `Err(e)`, `?`, `x.first()`, `x.get(i)`, their methods, and patterns. Derivatives of a function that
///   gives one are given inside of one: `f::jacobian(x)` is an `Option` or a `Result` of the Jacobian. What is in an `Err` carries no derivative, and must not vary;
/// - views: `let row = &a[i];`, `&mut y[a..b]`, `split_at`, and whatever a pattern makes of a reference;
/// - closures, bound to variables or handed on, with what they capture; functions by name: `map(f64::sin)`, `fold(0.0, f64::max)`;
/// - iterator chains of `iter`, `iter_mut`, `into_iter`, `chunks`, `windows`, ranges and the like through `enumerate`, `zip`, `chain`, `map`, `filter`, `flat_map`, `take_while`, `scan`, `rev`, `skip`, `step_by` and their kin,
///   also in variables, ended by `for`, `sum`, `product`, `fold`, `reduce`, `collect` into a `Vec`, `min_by`, `max_by`, `any`, `find`, `position` and their kin. Items go through the chain one by one, as they do
///   without the attribute;
/// - arrays, tuples, struct literals, `vec![..]`, `clone`, `to_vec`, `len`; array `map` and `array::from_fn`; `copy_from_slice`, `fill`, `swap`, `reverse`, `mem::swap`, `mem::replace` and their kin;
///   `Vec`s that get longer and shorter, local ones and behind `&mut`, by `push`, `pop`, `extend`, `resize` and so on; [`constant`](fn@constant) to stop differentiation;
/// - `format!`, and `assert!`, `println!`, `panic!` and their kin, which are evaluated once a sweep, where the function does it;
/// - calls of other functions with this attribute, of the same crate or of others; their slices may overlap, as far as the borrow checker
///   allows it.
///
/// Everything else is refused at its place in the source, with what to write instead. A value that varies is
/// never taken for a constant because it was not understood: an unknown method is an error as soon as what it reads varies.
///
/// A function that is called must carry the attribute. If its `wrt` leaves a parameter out, and what is passed there varies, that is an error.
///
/// # Generic functions
///
/// A type parameter in the type of an input or output stands for a float: its bound is [`Float`], or a trait that has it as a supertrait. The function has derivatives for `f64` and for
/// `f32`, so that both must fulfil all bounds. `Float` has the methods of the floats; a number is written `T::from_f64(0.5)`, `T::ZERO` or `T::ONE`, and a sum `sum::<T>()`, or with the type at its name. Operators of types that are generic over a float, `Complex<T>`, are differentiated where their `impl` has the attribute. Type parameters of inputs that
/// [`wrt`](#options) leaves out may be anything but functions.
///
/// ```
/// # use jac::differentiable;
/// use jac::{Float, Function};
///
/// #[differentiable]
/// fn residual<T: Float>(x: T) -> T {
///     x * x - T::from_f64(2.0)
/// }
///
/// assert_eq!(residual::gradient(3.0_f32), 6.0_f32);
///
/// /// Generic code says that there are derivatives for its floats.
/// fn newton<T: Float>(mut x: T) -> T
/// where
///     residual: Function<T, Input = T, Output = T>,
/// {
///     for _ in 0..10 {
///         let (value, slope) = residual::value_and_gradient(x);
///         x -= value / slope;
///     }
///     x
/// }
///
/// assert!((newton(1.0_f64) - 2.0_f64.sqrt()).abs() < 1e-15);
/// ```
///
/// # Recursion
///
/// A function may call itself. In reverse mode each call keeps what it needs in a `Box`, so that this takes the feature `alloc`; each level is evaluated once, and the
/// cost is linear in the number of calls. Functions may call each other, too: of each cycle of calls one keeps a `Box`. Cycles of free functions, of local ones, and of
/// those in one `impl` block with the attribute are seen. Of methods of several blocks that call each other, or of a method and a free function, at least one on
/// each cycle says so by the option `recursive`; otherwise the compiler reports that a type (E0720) or a constant (E0391) needs itself. For strict mode, what
/// a function that is called on such a cycle gives depends on all that it is passed.
///
/// ```
/// # use jac::differentiable;
/// #[differentiable]
/// fn power(x: f64, n: u32) -> f64 {
///     if n == 0 { 1.0 } else { x * power(x, n - 1) }
/// }
///
/// #[differentiable]
/// fn even(x: f64, n: u32) -> f64 {
///     if n == 0 { x } else { odd(x * x, n - 1) }
/// }
///
/// #[differentiable]
/// fn odd(x: f64, n: u32) -> f64 {
///     if n == 0 { 2.0 * x } else { even(x.sin(), n - 1) }
/// }
///
/// assert_eq!(power::gradient(2.0, 5), 80.0);
/// assert_eq!(even::gradient(2.0, 1), 8.0);
/// ```
///
/// # Methods
///
/// On an `impl` block, the attribute applies to every function in it, with and without a receiver. Derivatives stand beside each as functions of the same type:
/// `reach_jvp`, `reach_jacobian` and so on. `self` is an input like any other; its tangent is that of the struct, from
/// [`#[derive(Differentiable)]`](derive@Differentiable), unless `wrt` leaves it out. A function in the block takes options by an attribute of its own, and
/// `#[differentiable(skip)]` leaves it alone.
///
/// ```
/// use jac::{Differentiable, differentiable};
///
/// #[derive(Clone, Differentiable)]
/// struct Arm {
///     lengths: [f64; 2],
/// }
///
/// #[differentiable]
/// impl Arm {
///     #[differentiable(wrt(q))]
///     fn reach(&self, q: f64) -> [f64; 2] {
///         [self.lengths[0] * q.cos(), self.lengths[1] * q.sin()]
///     }
///
///     fn energy(&self, q: f64) -> f64 {
///         0.5 * q * q * self.lengths[0]
///     }
///
///     #[differentiable(skip)]
///     fn name(&self) -> &str {
///         "arm"
///     }
/// }
///
/// let arm = Arm { lengths: [2.0, 3.0] };
/// assert_eq!(arm.reach_jacobian(0.0), [0.0, 3.0]);
/// let (by_arm, by_q) = arm.energy_gradient(4.0);
/// assert_eq!((by_arm.lengths, by_q), ([8.0, 0.0], 8.0));
/// ```
///
/// On a trait, the attribute lets the derivatives of its methods be found through a bound: `fn step<M: Model>(model: &M, ..)` calls `model.rate(t)`. Each `impl` of the
/// trait has the attribute, too, and the same `wrt` on its methods.
///
/// The type `Arm_reach` is to the method what the namesake is to a function: `Jacobian::<Arm_reach>::new()`.
///
/// A differentiable body calls such methods like any other, by method syntax (`arm.reach(q)`, `self.energy(q)`, `f(x).norm()`) or by path (`Arm::reach(&arm, q)`), from
/// wherever they can be called. The compiler finds the derivatives as it finds the method, whether that takes `self`, `&self` or `&mut self`:
///
/// ```
/// # use jac::{Differentiable, differentiable};
/// # #[derive(Clone, Differentiable)]
/// # struct Filter { gain: f64, state: f64 }
/// #[differentiable]
/// impl Filter {
///     fn update(&mut self, x: f64) -> f64 {
///         self.state += self.gain * (x - self.state);
///         self.state
///     }
/// }
///
/// #[differentiable]
/// fn last(gain: f64, x: &[f64]) -> f64 {
///     let mut filter = Filter { gain, state: 0.0 };
///     let mut y = 0.0;
///     for k in 0..x.len() {
///         y = filter.update(x[k]);
///     }
///     y
/// }
///
/// assert_eq!(last::gradient(0.5, &[1.0, 2.0]), (2.0, vec![0.25, 0.5]));
/// ```
///
/// A variable that is declared `mut` is taken to vary once a method is called on it with something that varies, as the method could change it. Of a method that does not, the path says so. The name
/// of an elementary function (`abs`, `max`, `exp`) or of an iterator's or option's method means that one, unless the variable is seen to be a struct, by a literal or by a field of it: methods of such names are called by path elsewhere. A method that is called with nothing that varies may be any method.
/// On `impl Trait for Type`, derivatives stand beside the type as well, so that the type must be one of the same crate: `line.predict_gradient(x)` needs no trait in scope. They are not found by way of a
/// bound `T: Trait`. Of the `impl`s of a trait with arguments for one type, `From<f64>` and `From<[f64; 2]>`, one can have the attribute; instead of another one, write an associated
/// function, `P::from_pair(x)`, and call that. If two methods of one name are within reach that take `self` in different ways, the compiler says so (E0034), and the path tells which one is meant.
///
/// # Derivatives of one's own
///
/// A function can bring its own derivative, for what cannot be read (a function of another library, `unsafe` code, a table) or should not be differentiated
/// step by step (an iteration that solves an equation). The body is not read then. A rule is a function or closure of plain values. With `x` and `y` for all
/// parameters, `dx` and `dy` for the tangents of the inputs, and `bx` and `by` for their cotangents:
///
/// | option | called as | returns | costs |
/// |---|---|---|---|
/// | `jvp = f_jvp` | `f_jvp(x, y, dx, dy)` | `(value, tangent)`, as `f::jvp` does | a call for each seed |
/// | `vjp = f_vjp` | `f_vjp(x, y, cotangent)` | `(value, (bx, by))`, as `f::vjp` does | a call of `f`, and one of the rule for each seed |
/// | `pullback = f_pullback` | `f_pullback(x, y)` | `(value, closure)`, where `closure(cotangent)` is `(bx, by)` | a call of the rule, and one of the closure for each seed |
///
/// A tangent of a parameter behind `&` is passed by `&`. Inputs that [`wrt`](#options) leaves out and integers have no tangent and no cotangent. If there is one input, its
/// cotangent is returned alone. A closure keeps no reference to the arguments: its type ends in `+ use<>` (and the generics) if a parameter is a reference.
///
/// One rule is enough for both modes. The other one is assembled: forward mode calls the rule of reverse mode once for each float of the result, reverse mode calls
/// the rule of forward mode once for each float of the inputs that vary, whatever the number of seeds.
///
/// The value that a rule returns must be that of the function. In strict mode, the result depends on every input. `&mut` parameters are refused. [`check`](mod@check)
/// checks rules like other derivatives.
///
/// ```
/// # use jac::differentiable;
/// /// The eccentric anomaly: solves Kepler's equation `e - eccentricity * sin(e) = mean` by Newton's method.
/// #[differentiable(jvp = kepler_jvp)]
/// fn kepler(mean: f64, eccentricity: f64) -> f64 {
///     let mut e = mean;
///     for _ in 0..50 {
///         e -= (e - eccentricity * e.sin() - mean) / (1.0 - eccentricity * e.cos());
///     }
///     e
/// }
///
/// /// By the theorem of implicit functions: one solution, and no derivative of an iteration.
/// fn kepler_jvp(mean: f64, eccentricity: f64, d_mean: f64, d_eccentricity: f64) -> (f64, f64) {
///     let e = kepler(mean, eccentricity);
///     (e, (d_mean + e.sin() * d_eccentricity) / (1.0 - eccentricity * e.cos()))
/// }
///
/// #[differentiable]
/// fn distance(mean: f64, eccentricity: f64) -> f64 {
///     1.0 - eccentricity * kepler(mean, eccentricity).cos()
/// }
///
/// jac::check::check::<kepler, _>((1.0_f64, 0.3_f64)).unwrap();
/// jac::check::check::<distance, _>((1.0_f64, 0.3_f64)).unwrap();
/// ```
///
/// A function of another crate gets a rule by a function of one's own around it:
///
/// ```
/// # use jac::differentiable;
/// /// The Bessel function of the first kind and order 0.
/// #[differentiable(jvp = |x, dx| (libm::j0(x), -libm::j1(x) * dx))]
/// fn j0(x: f64) -> f64 {
///     libm::j0(x)
/// }
///
/// assert_eq!(j0::gradient(1.5), -libm::j1(1.5));
/// ```
///
/// # Without a derivative
///
/// [`jac::constant(..)`](fn@constant) around an expression stops differentiation there: what stands in it is evaluated as written, calls of any function included, and its
/// value carries no derivative. A function with the option `inactive` may be called with what varies, and its result carries no derivative:
///
/// ```
/// # use jac::differentiable;
/// #[differentiable(inactive)]
/// fn cell(x: f64, width: f64) -> usize {
///     (x / width) as usize
/// }
///
/// #[differentiable]
/// fn lookup(table: &[f64], x: f64) -> f64 {
///     let noise = jac::constant(libm::sin(1e9 * x));
///     table[cell(x, 0.5)] * x + 1e-9 * noise
/// }
///
/// let (by_table, by_x) = lookup::gradient(&[1.0, 2.0, 3.0], 0.7);
/// assert_eq!((by_table, by_x), (vec![0.0, 0.7, 0.0], 2.0));
/// ```
///
/// # Panics
///
/// Derivatives panic where the function does. An index that is out of bounds in a loop may be found in front of the loop, before the earlier
/// iterations have run. `jvp` and `vjp` panic if a tangent or cotangent has a `Vec` of another length than
/// the value, and if a rule returns one of another length; so does reverse mode if a `Vec` that stands behind `&mut`, or inside of another value, is
/// overwritten by one of another length (a variable may); `jacobian_into`, if the buffer does not have a place for each pair of an output float and an input float.
///
/// # Cost
///
/// A sweep carries one seed (`jvp`, `vjp`, `gradient`) or up to eight (Jacobians) at once. In reverse mode, a loop records for each iteration
/// what its reverse needs and cannot recompute cheaply: nothing for a sum or for independent iterations. The record is an array if an upper
/// bound of the trip count is known at compile time (a number, a constant, a const generic) and the loop makes no more than 256 records, with the loops in it; otherwise it lies in a [`Workspace`], which callers can keep
/// between calls: then these allocate nothing, once it is large enough.
#[doc(inline)]
pub use jac_macros::{Differentiable, differentiable};
#[cfg(feature = "alloc")]
#[doc(inline)]
pub use jac_runtime::check;
#[doc(inline)]
pub use jac_runtime::constant::constant;
#[doc(inline)]
pub use jac_runtime::dependence::Dependence;
#[doc(inline)]
pub use jac_runtime::float::Float;
#[doc(inline)]
pub use jac_runtime::function::Function;
#[doc(inline)]
pub use jac_runtime::jacobian::{InWorkspace, IndependenceError, Jacobian, Strategy};
#[doc(inline)]
pub use jac_runtime::linear::{Linear, Linearize};
#[doc(inline)]
pub use jac_runtime::space::{Space, Tangent};
#[doc(inline)]
pub use jac_runtime::tape::Tape as Workspace;

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub enum Readme {}

/// Those of the chapter on the language.
#[cfg(doctest)]
#[doc = include_str!("../docs/language.md")]
pub enum Language {}

/// Those of the chapter on derivatives of higher order.
#[cfg(doctest)]
#[doc = include_str!("../docs/higher-derivatives.md")]
pub enum HigherDerivatives {}

/// Those of the chapter for users of PyTorch.
#[cfg(all(doctest, feature = "ndarray"))]
#[doc = include_str!("../docs/from-pytorch.md")]
pub enum FromPyTorch {}

/// Keeps its argument only where blocks of runtime-sized values exist.
#[cfg(feature = "ndarray")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_ndarray {
    ($($items:tt)*) => { $($items)* };
}

/// Keeps its argument only where blocks of runtime-sized values exist.
#[cfg(not(feature = "ndarray"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_ndarray {
    ($($items:tt)*) => {};
}

/// Keeps its argument only where the gradient checker exists.
#[cfg(feature = "alloc")]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_check {
    ($($items:tt)*) => { $($items)* };
}

/// Keeps its argument only where the gradient checker exists.
#[cfg(not(feature = "alloc"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __with_check {
    ($($items:tt)*) => {};
}

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;

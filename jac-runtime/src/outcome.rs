//! `Option` and `Result`: what generated code asks of values that may be there or not.

/// `Option` or `Result`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither an `Option` nor a `Result`",
    note = "a differentiable function takes these apart by `?`, by patterns, and by methods like `unwrap_or`"
)]
pub trait Outcome {
    /// What may be there.
    type Inside;
    /// It is there.
    fn is_present(&self) -> bool;
    /// The same for what may be there in its place.
    type With<U>;
    /// It, which must be there.
    fn inside(self) -> Self::Inside;
    /// A reference to it.
    fn within(&self) -> &Self::Inside;
    /// The same of what is written.
    fn within_mut(&mut self) -> &mut Self::Inside;
    /// What is made of it, where it is there.
    fn with<U>(self, make: impl FnOnce(Self::Inside) -> U) -> Self::With<U>;
}

/// What is inside, as generated code selects it: by a method, so that references are looked behind.
pub trait Within: Outcome {
    /// See [`Outcome::within`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn jac_within(&self) -> &Self::Inside {
        self.within()
    }
    /// See [`Outcome::within_mut`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn jac_within_mut(&mut self) -> &mut Self::Inside {
        self.within_mut()
    }
}

impl<O: Outcome> Within for O {}

/// See [`Outcome::With`].
pub type With<O, U> = <O as Outcome>::With<U>;
/// See [`Outcome::Inside`].
pub type Inside<O> = <O as Outcome>::Inside;

impl<T> Outcome for Option<T> {
    type Inside = T;
    type With<U> = Option<U>;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_present(&self) -> bool {
        self.is_some()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn inside(self) -> T {
        match self {
            Some(value) => value,
            None => absent_value(),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn within(&self) -> &T {
        match self {
            Some(value) => value,
            None => absent_value(),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn within_mut(&mut self) -> &mut T {
        match self {
            Some(value) => value,
            None => absent_value(),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn with<U>(self, make: impl FnOnce(T) -> U) -> Option<U> {
        self.map(make)
    }
}

impl<T, E> Outcome for Result<T, E> {
    type Inside = T;
    type With<U> = Result<U, E>;
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_present(&self) -> bool {
        self.is_ok()
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn inside(self) -> T {
        match self {
            Ok(value) => value,
            Err(_) => absent_value(),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn within(&self) -> &T {
        match self {
            Ok(value) => value,
            Err(_) => absent_value(),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn within_mut(&mut self) -> &mut T {
        match self {
            Ok(value) => value,
            Err(_) => absent_value(),
        }
    }
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn with<U>(self, make: impl FnOnce(T) -> U) -> Result<U, E> {
        self.map(make)
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn absent_value() -> ! {
    unreachable!("generated code asks first")
}

/// See [`Outcome::is_present`].
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_present(outcome: &impl Outcome) -> bool {
    outcome.is_present()
}

/// See [`Outcome::inside`].
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn inside<O: Outcome>(outcome: O) -> O::Inside {
    outcome.inside()
}

/// What `?` gives on, if nothing is there: `R` is what the function gives.
#[diagnostic::on_unimplemented(
    message = "`?` cannot turn `{Self}` into `{R}`",
    note = "an `Option` becomes an `Option`; the error of a `Result` is converted by `From`"
)]
pub trait Absent<R> {
    /// That.
    fn absent(self) -> R;
}

impl<T, U> Absent<Option<U>> for Option<T> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn absent(self) -> Option<U> {
        None
    }
}

impl<T, U, E, F: From<E>> Absent<Result<U, F>> for Result<T, E> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    #[track_caller]
    fn absent(self) -> Result<U, F> {
        match self {
            Ok(_) => absent_value(),
            Err(error) => Err(F::from(error)),
        }
    }
}

/// See [`Absent`].
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn absent<R>(outcome: impl Absent<R>) -> R {
    outcome.absent()
}

/// A `Result` of something else with the error, which must be there.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn same_error<T, U, E>(result: Result<T, E>) -> Result<U, E> {
    Err(error_of(result))
}

/// The error, which must be there.
#[cfg_attr(not(debug_assertions), inline(always))]
#[track_caller]
pub fn error_of<T, E>(result: Result<T, E>) -> E {
    match result {
        Ok(_) => absent_value(),
        Err(error) => error,
    }
}

//! The derivatives and nothing else, to prove what they do not contain.
//!
//! The panic handler calls a function that does not exist. If any path of a derivative can panic, the handler stays in the image, and the
//! image does not link. It has no allocator either, and so does not link if anything can allocate. Double precision is searched for in
//! the disassembly. The features `planted-*` add a derivative that must be caught.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod board {
    use core::hint::black_box;
    use core::panic::PanicInfo;

    use cortex_m_rt::entry;
    use firmware::kernels;

    #[entry]
    fn main() -> ! {
        kernels::each_generated(|kernel| {
            black_box(kernel);
        });
        #[cfg(feature = "planted-panic")]
        black_box(planted::generated_element as *const ());
        #[cfg(feature = "planted-double")]
        black_box(planted::generated_scaled as *const ());
        #[cfg(feature = "planted-allocation")]
        black_box(planted::generated_product as *const ());
        loop {}
    }

    #[panic_handler]
    fn panic(_: &PanicInfo) -> ! {
        unsafe extern "C" {
            fn a_derivative_can_panic() -> !;
        }
        // SAFETY: it is never linked.
        unsafe { a_derivative_can_panic() }
    }

    #[allow(dead_code)]
    mod planted {
        use jac::differentiable;

        /// The compiler cannot know that the index is one.
        #[differentiable]
        fn element(x: &[f32; 4], i: usize) -> f32 {
            x[i] * x[i]
        }

        #[unsafe(no_mangle)]
        pub extern "C" fn generated_element(x: &[f32; 4], i: usize, result: &mut [f32; 4]) {
            *result = element::gradient(x, i);
        }

        #[differentiable]
        fn scaled(x: &[f32; 2]) -> f32 {
            (x[0] as f64 * x[1] as f64 * 1e-3) as f32
        }

        #[unsafe(no_mangle)]
        pub extern "C" fn generated_scaled(x: &[f32; 2], result: &mut [f32; 2]) {
            *result = scaled::gradient(x);
        }

        /// A loop without a bound known at compile time.
        #[cfg(feature = "planted-allocation")]
        #[differentiable]
        fn product(x: &[f32; 4], count: usize) -> f32 {
            let mut product = 1.0;
            for i in 0..count {
                product *= x[i & 3];
            }
            product
        }

        #[cfg(feature = "planted-allocation")]
        #[unsafe(no_mangle)]
        pub extern "C" fn generated_product(x: &[f32; 4], count: usize, result: &mut [f32; 4]) {
            *result = product::gradient(x, count);
        }
    }
}

#[cfg(not(target_os = "none"))]
fn main() {
    println!("this is proved of the image for a microcontroller: build it for one");
}

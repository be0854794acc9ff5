//! The jobs for a host that runs WebAssembly: it calls `run`, and reads what was printed from the memory. `wasm.mjs` is such a host.
#![cfg_attr(target_arch = "wasm32", no_std, no_main)]

#[cfg(target_arch = "wasm32")]
mod module {
    use core::cell::UnsafeCell;
    use core::fmt::{self, Write};
    use core::panic::PanicInfo;

    /// What is printed: the bytes, and how many there are.
    struct Page(UnsafeCell<([u8; 16 * 1024], usize)>);

    // SAFETY: there is one thread.
    unsafe impl Sync for Page {}

    static PAGE: Page = Page(UnsafeCell::new(([0; 16 * 1024], 0)));

    struct Out;

    impl Write for Out {
        fn write_str(&mut self, text: &str) -> fmt::Result {
            // SAFETY: there is one thread, and nothing else holds a reference while this runs.
            let (bytes, used) = unsafe { &mut *PAGE.0.get() };
            let place = bytes.get_mut(*used..*used + text.len()).ok_or(fmt::Error)?;
            place.copy_from_slice(text.as_bytes());
            *used += text.len();
            Ok(())
        }
    }

    /// True if all jobs succeeded.
    #[unsafe(no_mangle)]
    extern "C" fn run() -> bool {
        firmware::jobs::run(&mut Out) == Ok(true)
    }

    /// Where the text is.
    #[unsafe(no_mangle)]
    extern "C" fn text() -> *const u8 {
        PAGE.0.get().cast()
    }

    /// Its bytes.
    #[unsafe(no_mangle)]
    extern "C" fn length() -> usize {
        // SAFETY: as above.
        unsafe { (*PAGE.0.get()).1 }
    }

    #[panic_handler]
    fn panic(_: &PanicInfo) -> ! {
        core::arch::wasm32::unreachable()
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    println!("a module of WebAssembly: build this for wasm32-unknown-unknown");
}

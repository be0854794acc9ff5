//! Measures the derivatives on the board, generated and written by hand: instructions of a call, and bytes of stack.
//!
//! QEMU advances the timer of the board by the number of instructions executed, if it is started with `-icount shift=6`: an
//! instruction takes 64 ns, and the timer has 25 MHz. The stack is measured by painting it.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod board {
    use core::fmt::Write;
    use core::panic::PanicInfo;
    use core::ptr::{read_volatile, write_volatile};

    use cortex_m_rt::entry;
    use cortex_m_semihosting::debug;
    use cortex_m_semihosting::hio::{self, HostStream};
    use firmware::kernels::{self, Meter, Which};

    const CALLS: u32 = 100;

    /// The 32-bit timer of the board, counting down.
    struct Timer;

    impl Timer {
        const CONTROL: *mut u32 = 0x4000_0000 as *mut u32;
        const VALUE: *mut u32 = 0x4000_0004 as *mut u32;
        const RELOAD: *mut u32 = 0x4000_0008 as *mut u32;

        fn start() -> Timer {
            // SAFETY: the registers of a timer that nothing else uses.
            unsafe {
                write_volatile(Self::RELOAD, u32::MAX);
                write_volatile(Self::VALUE, u32::MAX);
                write_volatile(Self::CONTROL, 1);
            }
            Timer
        }

        /// In ticks of 40 ns since the start.
        fn ticks(&self) -> u32 {
            // SAFETY: as above.
            u32::MAX - unsafe { read_volatile(Self::VALUE) }
        }
    }

    /// The stack that is painted: from here downwards.
    const PAINTED: usize = 32 * 1024;
    const PAINT: u32 = 0xa5a5_5a5a;

    /// The bytes of stack below this frame that `run` writes.
    #[inline(never)]
    fn stack(run: &dyn Fn()) -> u32 {
        let pointer: u32;
        // SAFETY: reads a register. What is painted lies below it, and nothing else is there: no interrupt is enabled.
        unsafe { core::arch::asm!("mov {}, sp", out(reg) pointer, options(nomem, nostack)) };
        let low = pointer - PAINTED as u32;
        for address in (low..pointer).step_by(4) {
            unsafe { write_volatile(address as *mut u32, PAINT) };
        }
        run();
        let touched =
            (low..pointer).step_by(4).find(|address| unsafe { read_volatile(*address as *const u32) } != PAINT);
        touched.map_or(0, |address| pointer - address)
    }

    struct Table {
        timer: Timer,
        out: HostStream,
    }

    impl Table {
        /// Instructions of `CALLS` calls.
        fn instructions(&self, call: &dyn Fn(Which), which: Which) -> u32 {
            let start = self.timer.ticks();
            for _ in 0..CALLS {
                call(which);
            }
            (self.timer.ticks() - start) * 5 / 8
        }
    }

    impl Meter for Table {
        fn kernel(&mut self, name: &str, call: &dyn Fn(Which)) {
            let instructions = self.instructions(call, Which::Kernel) - self.instructions(call, Which::Nothing);
            // What the function that does nothing takes: the frame of any function.
            let frame = 8;
            let stack = frame + stack(&|| call(Which::Kernel)) - stack(&|| call(Which::Nothing));
            let _ = writeln!(self.out, "{name};{};{stack}", (instructions + CALLS / 2) / CALLS);
        }
    }

    #[entry]
    fn main() -> ! {
        if let Ok(out) = hio::hstdout() {
            kernels::each(&mut Table { timer: Timer::start(), out });
            debug::exit(debug::EXIT_SUCCESS);
        }
        debug::exit(debug::EXIT_FAILURE);
        loop {}
    }

    #[panic_handler]
    fn panic(_: &PanicInfo) -> ! {
        debug::exit(debug::EXIT_FAILURE);
        loop {}
    }
}

#[cfg(not(target_os = "none"))]
fn main() {
    println!("the instructions are those of a microcontroller: build this for one");
}

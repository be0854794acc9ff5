//! Runs the jobs: on a Cortex-M under a debugger or in QEMU, where it prints through semihosting, and on the host. The exit status
//! says whether they succeeded.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(target_os = "none")]
mod board {
    use core::panic::PanicInfo;

    use cortex_m_rt::entry;
    use cortex_m_semihosting::{debug, hio};

    #[entry]
    fn main() -> ! {
        let succeeded = hio::hstdout().is_ok_and(|mut out| firmware::jobs::run(&mut out) == Ok(true));
        debug::exit(if succeeded { debug::EXIT_SUCCESS } else { debug::EXIT_FAILURE });
        loop {}
    }

    #[panic_handler]
    fn panic(_: &PanicInfo) -> ! {
        debug::exit(debug::EXIT_FAILURE);
        loop {}
    }
}

#[cfg(not(target_os = "none"))]
fn main() -> std::process::ExitCode {
    let mut out = String::new();
    let succeeded = firmware::jobs::run(&mut out) == Ok(true);
    print!("{out}");
    if succeeded { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}

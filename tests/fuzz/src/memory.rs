//! The most memory that a work holds at once, on its own thread.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

/// The system's allocator, and a count of what is held.
pub struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn count(bytes: isize) {
    let held = HELD.get() + bytes;
    HELD.set(held);
    MOST.set(MOST.get().max(held));
}

fn size(layout: &Layout) -> isize {
    isize::try_from(layout.size()).expect("a layout is never larger")
}

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing, since the cells have no destructor.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(size(&layout));
        // SAFETY: the caller's promises are those that this function asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(-size(&layout));
        // SAFETY: the pointer came from the system's allocator, with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Runs the work and panics if it held more than 16 MiB and 50 times the input at once.
pub fn within<T>(input: &[u8], work: impl FnOnce() -> T) -> T {
    let before = HELD.get();
    MOST.set(before);
    let done = work();
    let most = (MOST.get() - before).unsigned_abs();
    let allowed = (16 << 20) + 50 * input.len();
    assert!(most <= allowed, "{most} bytes were held at once for an input of {}", input.len());
    done
}

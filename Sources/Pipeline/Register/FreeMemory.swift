import CMalloc

/// Memory that was let go and that the allocator keeps for later.
package enum FreeMemory {
    /// Gives it back to the kernel; some milliseconds for some hundred MiB.
    ///
    /// The register is by far the largest value that is ever replaced whole: read from a file, compared, stored, and
    /// built anew. Without this the service would keep the room of all of it for good (I12).
    /// Benches of memory begin with it.
    package static func giveBack() { malloc_trim(0) }
}

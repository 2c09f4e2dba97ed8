//! How large a workbook may be.

/// How large a workbook may be that is read. What exceeds a limit is an error, so that a hostile file cannot take all
/// memory.
///
/// ```
/// use connect_reporting::Limits;
///
/// let small = Limits::new().rows(1000);
/// assert_eq!(small.max_rows(), 1000);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    unpacked: u64,
    rows: usize,
    cells: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self::new()
    }
}

impl Limits {
    /// 256 MB when unpacked, and in a sheet 1,048,576 rows and 10,000,000 cells.
    pub const fn new() -> Self {
        Self {
            unpacked: 256 << 20,
            rows: 1 << 20,
            cells: 10_000_000,
        }
    }

    /// Limits the bytes of all parts of the workbook when they are unpacked.
    #[must_use]
    pub const fn unpacked(mut self, bytes: u64) -> Self {
        self.unpacked = bytes;
        self
    }

    /// Limits the rows with a value in a sheet, the header included.
    #[must_use]
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Limits the cells in a sheet, empty ones included.
    #[must_use]
    pub const fn cells(mut self, cells: usize) -> Self {
        self.cells = cells;
        self
    }

    /// The limit of [`unpacked`](Self::unpacked), in bytes.
    pub const fn max_unpacked(&self) -> u64 {
        self.unpacked
    }

    /// The limit of [`rows`](Self::rows).
    pub const fn max_rows(&self) -> usize {
        self.rows
    }

    /// The limit of [`cells`](Self::cells).
    pub const fn max_cells(&self) -> usize {
        self.cells
    }
}

//! A sparse matrix, assembled row by row.

/// Compressed sparse rows.
pub struct SparseRows {
    /// Where each row starts in the other two, and where the last one ends.
    pub rows: Vec<usize>,
    pub columns: Vec<usize>,
    pub values: Vec<f64>,
}

impl SparseRows {
    /// A matrix without rows.
    pub fn new() -> Self {
        SparseRows { rows: vec![0], columns: Vec::new(), values: Vec::new() }
    }

    /// Removes all rows, and keeps their memory.
    pub fn clear(&mut self) {
        self.rows.truncate(1);
        self.columns.clear();
        self.values.clear();
    }

    /// Appends values in successive columns to the current row.
    pub fn block(&mut self, column: usize, values: &[f64]) {
        self.columns.extend(column..column + values.len());
        self.values.extend_from_slice(values);
    }

    /// Ends the current row.
    pub fn end_row(&mut self) {
        self.rows.push(self.columns.len());
    }
}

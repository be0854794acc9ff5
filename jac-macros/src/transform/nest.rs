//! Nesting: temporaries that are used once go to where they are used.

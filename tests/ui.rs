//! What the compiler says: one message for each mistake, at the tokens that are at fault; and code in
//! hostile surroundings, about which it says nothing.

#[test]
fn mistakes_are_reported_where_they_are_and_once() {
    trybuild::TestCases::new().compile_fail("tests/ui/refused/*.rs");
}

#[test]
fn surroundings_do_not_matter() {
    trybuild::TestCases::new().pass("tests/ui/accepted/*.rs");
}

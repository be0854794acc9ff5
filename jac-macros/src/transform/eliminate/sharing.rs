//! Sharing: what sums of products have in common.
//!
//! Before: partials, as elimination makes them. After: the same sums of products, of fewer operations. Products are taken apart to their factors,
//! and put together anew: what the value has multiplied already is used first, then what several have in common (Breuer, "Generation of Optimal
//! Code for Expressions via Factorization", 1969). The same is done with sums, and what the addends of one have in common is taken out of it.
//!
//! Products keep their factors, whatever the order, so that they are zero, infinite or NaN where they were. Out of a sum is taken only what is finite
//! where the function's arguments are: ∞·(a + b) is not ∞·a + ∞·b.

use std::collections::{BTreeMap, BTreeSet};

use super::hash::Table;
use super::terms::{Node, Term, Terms, Weight, unsigned};

/// More operations are left as they are, for the sake of the time that it takes to compile.
const MOST_OPERATIONS: usize = 600;

/// The same weights, by fewer operations if there is a way.
pub fn shared(terms: &mut Terms, weights: Vec<Weight>) -> Vec<Weight> {
    let before = terms.operations(weights.iter().copied());
    if before > MOST_OPERATIONS {
        return weights;
    }
    let mut best = (before, weights.clone());
    for factored in [false, true] {
        let found = Sharing::new(terms, &weights, factored).shared(&weights);
        let operations = terms.operations(found.iter().copied());
        if operations < best.0 {
            best = (operations, found);
        }
    }
    best.1
}

/// A number of a factor, and how often it is one: once for each time that it is in the list, which is sorted.
type Product = Vec<usize>;
/// Products with signs.
type Sum = Vec<(bool, Product)>;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Factor {
    /// What is not taken apart. Positive.
    Given(Weight),
    /// The first addend is positive.
    Sum(Sum),
    Product(usize, usize),
}

struct Sharing<'a> {
    terms: &'a mut Terms,
    /// Whether common factors are taken out of sums.
    factored: bool,
    /// Computed anyway: the arguments of functions and quotients, with all that they are made of.
    fixed: BTreeSet<Term>,
    /// How many terms are made of a sum.
    uses: Table<Term, usize>,
    factors: Vec<Factor>,
    /// Of each factor, whether it is finite where the function's arguments are.
    finite: Vec<bool>,
    index: Table<Factor, usize>,
    sums: Table<Term, (bool, Product)>,
    counts: Vec<usize>,
}

impl<'a> Sharing<'a> {
    fn new(terms: &'a mut Terms, weights: &[Weight], factored: bool) -> Self {
        let mut sharing = Sharing {
            terms,
            factored,
            fixed: BTreeSet::new(),
            uses: Table::default(),
            factors: Vec::new(),
            finite: Vec::new(),
            index: Table::default(),
            sums: Table::default(),
            counts: Vec::new(),
        };
        let mut seen = Table::default();
        for weight in weights {
            sharing.used(*weight, false, &mut seen);
        }
        sharing
    }

    fn used(&mut self, weight: Weight, fixed: bool, seen: &mut Table<(Term, bool), ()>) {
        let Weight::Term { term, .. } = weight else { return };
        *self.uses.entry(term).or_default() += 1;
        if fixed {
            self.fixed.insert(term);
        }
        if seen.insert((term, fixed), ()).is_some() || self.terms.is_known(term) {
            return;
        }
        match self.terms.node(term) {
            Node::Variable(_) | Node::Constant(_) => {}
            Node::Product(a, b) | Node::Sum(a, b) => [a, b].into_iter().for_each(|part| self.used(part, fixed, seen)),
            Node::Quotient(a, b) => [a, b].into_iter().for_each(|part| self.used(part, true, seen)),
            Node::Call(_, arguments) => arguments.into_iter().for_each(|part| self.used(part, true, seen)),
        }
    }

    fn shared(mut self, weights: &[Weight]) -> Vec<Weight> {
        let mut products: Vec<(bool, Product)> = weights.iter().map(|weight| self.product(*weight)).collect();
        let mut sums = self.sums_of(&products);
        self.share_addends(&mut sums);
        without_signs(&mut products, &mut sums);
        let multiplied = self.multiplied();
        let mut lists: Vec<&mut Product> = sums.values_mut().flatten().map(|(_, product)| product).collect();
        lists.extend(products.iter_mut().map(|(_, product)| product));
        for (pattern, whole) in multiplied {
            lists.iter_mut().for_each(|list| while replace(list, &pattern, whole) {});
        }
        self.share_factors(&mut lists);
        self.count(&products, &sums);
        let mut found = Table::default();
        let weights = products.iter().map(|(negative, product)| {
            let weight = self.weight_of_product(product, &sums, &mut found);
            if *negative { weight.negated() } else { weight }
        });
        weights.collect()
    }

    fn factor(&mut self, factor: Factor) -> usize {
        if let Some(known) = self.index.get(&factor) {
            return *known;
        }
        let is_finite = match &factor {
            Factor::Given(weight) => !self.terms.may_blow_up(*weight),
            Factor::Sum(addends) => addends.iter().flat_map(|(_, product)| product).all(|part| self.finite[*part]),
            Factor::Product(a, b) => self.finite[*a] && self.finite[*b],
        };
        let number = self.factors.len();
        self.index.insert(factor.clone(), number);
        self.factors.push(factor);
        self.finite.push(is_finite);
        number
    }

    fn is_apart(&self, term: Term) -> bool {
        !self.fixed.contains(&term) && !self.terms.is_known(term)
    }

    /// A weight as a product, with its sign.
    fn product(&mut self, weight: Weight) -> (bool, Product) {
        let (positive, mut negative) = unsigned(weight);
        if positive == Weight::ONE {
            return (negative, Vec::new());
        }
        if let Weight::Term { term, .. } = positive
            && self.is_apart(term)
        {
            let (sign, product) = match self.terms.node(term) {
                Node::Product(a, b) => self.product_of(a, b),
                Node::Sum(..) => self.sum(term),
                _ => (false, vec![self.factor(Factor::Given(positive))]),
            };
            negative ^= sign;
            return (negative, product);
        }
        (negative, vec![self.factor(Factor::Given(positive))])
    }

    fn product_of(&mut self, a: Weight, b: Weight) -> (bool, Product) {
        let ((negative, mut product), (sign, other)) = (self.product(a), self.product(b));
        product.extend(other);
        product.sort_unstable();
        (negative != sign, product)
    }

    fn sum(&mut self, term: Term) -> (bool, Product) {
        if let Some(known) = self.sums.get(&term) {
            return known.clone();
        }
        let mut addends = Vec::new();
        self.addends(Weight::Term { negative: false, term }, true, &mut addends);
        let sum = match self.may_cancel_infinity(&addends) {
            true => (false, vec![self.factor(Factor::Given(Weight::Term { negative: false, term }))]),
            false => self.sum_of(addends),
        };
        self.sums.insert(term, sum.clone());
        sum
    }

    /// ∞ − ∞ is NaN, as by sweeps: such a sum stays as it is.
    fn may_cancel_infinity(&self, addends: &Sum) -> bool {
        let positive: BTreeSet<&Product> = addends.iter().filter(|(negative, _)| !negative).map(|(_, it)| it).collect();
        let mut negative = addends.iter().filter(|(negative, _)| *negative).map(|(_, product)| product);
        negative.any(|product| positive.contains(product) && !product.iter().all(|factor| self.finite[*factor]))
    }

    /// Sums that are part of one other alone have no name.
    fn addends(&mut self, weight: Weight, is_whole: bool, addends: &mut Sum) {
        if let Weight::Term { negative, term } = weight
            && let Node::Sum(a, b) = self.terms.node(term)
            && self.is_apart(term)
            && (is_whole || self.uses[&term] == 1)
        {
            for part in [a, b] {
                self.addends(if negative { part.negated() } else { part }, false, addends);
            }
        } else {
            addends.push(self.product(weight));
        }
    }

    /// What the addends add up to, without the factors that they have in common.
    fn sum_of(&mut self, addends: Sum) -> (bool, Product) {
        let mut addends = self.collected(addends);
        while self.factored
            && let Some(common) = self.common(&addends)
        {
            let (mut inside, mut outside) = (Vec::new(), Vec::new());
            for (negative, mut product) in addends {
                match product.iter().position(|factor| *factor == common) {
                    Some(position) if product.len() > 1 => {
                        product.remove(position);
                        inside.push((negative, product));
                    }
                    _ => outside.push((negative, product)),
                }
            }
            let (negative, mut product) = self.sum_of(inside);
            product.push(common);
            product.sort_unstable();
            outside.push((negative, product));
            addends = self.collected(outside);
        }
        let Some(&(negative, _)) = addends.first() else {
            return (false, vec![self.factor(Factor::Given(Weight::ZERO))]);
        };
        if let [addend] = &addends[..] {
            return addend.clone();
        }
        addends.iter_mut().for_each(|(sign, _)| *sign ^= negative);
        (negative, vec![self.factor(Factor::Sum(addends))])
    }

    /// In order, and equal ones as one.
    fn collected(&mut self, addends: Sum) -> Sum {
        let mut counts: BTreeMap<Product, i32> = BTreeMap::new();
        for (negative, product) in addends {
            *counts.entry(product).or_default() += if negative { -1 } else { 1 };
        }
        let addends = counts.into_iter().filter(|(_, count)| *count != 0).map(|(mut product, count)| {
            if count.abs() > 1 {
                product.push(self.factor(Factor::Given(Weight::number(f64::from(count.abs())))));
                product.sort_unstable();
            }
            (count < 0, product)
        });
        let mut addends: Sum = addends.collect();
        addends.sort_by(|(_, one), (_, other)| one.cmp(other));
        addends
    }

    /// The factor of the most addends that can be taken out of them.
    fn common(&self, addends: &Sum) -> Option<usize> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, product) in addends.iter().filter(|(_, product)| product.len() > 1) {
            let distinct: BTreeSet<usize> = product.iter().copied().collect();
            distinct.into_iter().for_each(|factor| *counts.entry(factor).or_default() += 1);
        }
        let common = counts.into_iter().filter(|(factor, count)| *count > 1 && self.finite[*factor]);
        common.max_by_key(|(factor, count)| (*count, std::cmp::Reverse(*factor))).map(|(factor, _)| factor)
    }

    /// All sums that these products are made of.
    fn sums_of(&self, products: &[(bool, Product)]) -> BTreeMap<usize, Sum> {
        let mut sums = BTreeMap::new();
        let mut pending: Vec<usize> = products.iter().flat_map(|(_, product)| product.clone()).collect();
        while let Some(factor) = pending.pop() {
            if let Factor::Sum(addends) = &self.factors[factor]
                && !sums.contains_key(&factor)
            {
                pending.extend(addends.iter().flat_map(|(_, product)| product.clone()));
                sums.insert(factor, addends.clone());
            }
        }
        sums
    }

    /// Two addends of several sums are added once.
    fn share_addends(&mut self, sums: &mut BTreeMap<usize, Sum>) {
        let mut products: Vec<Product> = sums.values().flatten().map(|(_, product)| product.clone()).collect();
        products.sort_unstable();
        products.dedup();
        let numbered = |(sign, product): &(bool, Product)| (*sign, products.binary_search(product).unwrap_or_default());
        let mut numbers: BTreeMap<usize, Vec<(bool, usize)>> =
            sums.iter().map(|(sum, addends)| (*sum, addends.iter().map(numbered).collect())).collect();
        let mut pairs = Pairs::default();
        numbers.values().for_each(|addends| pairs.add(&pairs_of_addends(addends)));
        while let Some((one, other, differ)) = pairs.most() {
            let pair = vec![(false, products[one].clone()), (differ, products[other].clone())];
            let factor = self.factor(Factor::Sum(pair));
            products.push(vec![factor]);
            for (_, addends) in numbers.iter_mut().filter(|(sum, _)| **sum != factor) {
                let sign_of = |product| addends.iter().find(|(_, found)| *found == product).map(|(sign, _)| *sign);
                if let (Some(sign), Some(other_sign)) = (sign_of(one), sign_of(other))
                    && (sign != other_sign) == differ
                {
                    pairs.remove(&pairs_of_addends(addends));
                    addends.retain(|(_, product)| *product != one && *product != other);
                    addends.push((sign, products.len() - 1));
                    pairs.add(&pairs_of_addends(addends));
                }
            }
            numbers.entry(factor).or_insert_with(|| {
                let addends = vec![(false, one), (differ, other)];
                pairs.add(&pairs_of_addends(&addends));
                addends
            });
        }
        let named = |(sign, product): (bool, usize)| (sign, products[product].clone());
        *sums = numbers.into_iter().map(|(sum, addends)| (sum, addends.into_iter().map(named).collect())).collect();
    }

    /// Products that are computed anyway, with their factors.
    fn multiplied(&mut self) -> Vec<(Product, usize)> {
        let mut terms = self.terms.known_terms();
        terms.extend(self.fixed.iter().copied());
        let mut found = Vec::new();
        for term in terms {
            let weight = Weight::Term { negative: false, term };
            if let Node::Product(a, b) = self.terms.node(term) {
                let (negative, product) = self.product_of(a, b);
                if !negative && product.len() > 1 {
                    found.push((product, self.factor(Factor::Given(weight))));
                }
            }
        }
        found
    }

    /// Two factors of several products are multiplied once.
    fn share_factors(&mut self, lists: &mut [&mut Product]) {
        let mut pairs = Pairs::default();
        lists.iter().for_each(|list| pairs.add(&pairs_of_factors(list)));
        while let Some((one, other)) = pairs.most() {
            let product = self.factor(Factor::Product(one, other));
            for list in lists.iter_mut().filter(|list| list.contains(&one) && list.contains(&other)) {
                let before = pairs_of_factors(list);
                if replace(list, &[one, other], product) {
                    while replace(list, &[one, other], product) {}
                    pairs.remove(&before);
                    pairs.add(&pairs_of_factors(list));
                }
            }
        }
    }

    /// How often each factor stands in products.
    fn count(&mut self, products: &[(bool, Product)], sums: &BTreeMap<usize, Sum>) {
        let mut pending: Vec<usize> =
            products.iter().chain(sums.values().flatten()).flat_map(|(_, product)| product.clone()).collect();
        self.counts = vec![0; self.factors.len()];
        while let Some(factor) = pending.pop() {
            self.counts[factor] += 1;
            if let (Factor::Product(one, other), 1) = (&self.factors[factor], self.counts[factor]) {
                pending.extend([*one, *other]);
            }
        }
    }

    fn weight_of_product(
        &mut self,
        product: &Product,
        sums: &BTreeMap<usize, Sum>,
        found: &mut Table<usize, Weight>,
    ) -> Weight {
        let divisor = product.iter().find_map(|factor| Some((*factor, self.divisor(*factor)?)));
        let factors = product.iter().filter(|factor| divisor.is_none_or(|(divisor, _)| **factor != divisor));
        let weight = factors.fold(Weight::ONE, |weight, factor| {
            let factor = self.weight_of(*factor, sums, found);
            self.terms.product(weight, factor)
        });
        divisor.map_or(weight, |(_, divisor)| self.terms.quotient(weight, divisor))
    }

    /// What a product is divided by instead of being multiplied by a reciprocal that nothing else needs.
    fn divisor(&self, factor: usize) -> Option<Weight> {
        match self.factors[factor] {
            Factor::Given(Weight::Term { term, .. }) if self.counts[factor] == 1 && self.is_apart(term) => {
                match self.terms.node(term) {
                    Node::Quotient(Weight::ONE, divisor) => Some(divisor),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn weight_of(&mut self, factor: usize, sums: &BTreeMap<usize, Sum>, found: &mut Table<usize, Weight>) -> Weight {
        if let Some(weight) = found.get(&factor) {
            return *weight;
        }
        let weight = match self.factors[factor].clone() {
            Factor::Given(weight) => weight,
            Factor::Product(one, other) => self.weight_of_product(&vec![one, other], sums, found),
            Factor::Sum(_) => sums[&factor].iter().fold(Weight::ZERO, |sum, (negative, product)| {
                let weight = self.weight_of_product(product, sums, found);
                self.terms.sum(sum, if *negative { weight.negated() } else { weight })
            }),
        };
        found.insert(factor, weight);
        weight
    }
}

/// In how many lists two stand together.
struct Pairs<Pair> {
    counts: BTreeMap<Pair, usize>,
}

impl<Pair> Default for Pairs<Pair> {
    fn default() -> Self {
        Pairs { counts: BTreeMap::new() }
    }
}

impl<Pair: Copy + Ord> Pairs<Pair> {
    fn add(&mut self, pairs: &[Pair]) {
        pairs.iter().for_each(|pair| *self.counts.entry(*pair).or_default() += 1);
    }

    fn remove(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            if let Some(count) = self.counts.get_mut(pair) {
                *count -= 1;
            }
        }
    }

    /// The pair of the most lists, the least of these, if there are several lists.
    fn most(&self) -> Option<Pair> {
        let mut most = None;
        for (pair, count) in &self.counts {
            if *count > most.map_or(1, |(_, count)| count) {
                most = Some((*pair, *count));
            }
        }
        most.map(|(pair, _)| pair)
    }
}

/// Each two addends, in their order, and whether their signs differ.
fn pairs_of_addends(addends: &[(bool, usize)]) -> Vec<(usize, usize, bool)> {
    let mut pairs = Vec::new();
    for (index, (sign, one)) in addends.iter().enumerate() {
        pairs.extend(addends[index + 1..].iter().map(|(other_sign, other)| (*one, *other, sign != other_sign)));
    }
    pairs
}

/// Each two factors, once.
fn pairs_of_factors(list: &[usize]) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (index, one) in list.iter().enumerate() {
        pairs.extend(list[index + 1..].iter().map(|other| (*one, *other)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What is negative is the difference the other way round.
fn without_signs(products: &mut [(bool, Product)], sums: &mut BTreeMap<usize, Sum>) {
    for factor in sums.keys().copied().collect::<Vec<_>>() {
        let is_part = |product: &Product| product.iter().filter(|part| **part == factor).count() % 2 == 1;
        let (negative, positive): (Vec<_>, Vec<_>) =
            products.iter().filter(|(_, product)| is_part(product)).partition(|(negative, _)| *negative);
        if !negative.is_empty() && positive.is_empty() && sums[&factor].iter().any(|(negative, _)| *negative) {
            let turned = products.iter_mut().chain(sums.values_mut().flatten());
            turned.filter(|(_, product)| is_part(product)).for_each(|(negative, _)| *negative ^= true);
            sums.entry(factor).or_default().iter_mut().for_each(|(negative, _)| *negative ^= true);
        }
    }
}

/// Puts one factor in the place of others, if all of these are there.
fn replace(list: &mut Product, pattern: &[usize], whole: usize) -> bool {
    if !pattern.iter().all(|factor| list.contains(factor)) {
        return false;
    }
    let mut rest = list.clone();
    for factor in pattern {
        match rest.iter().position(|found| found == factor) {
            Some(position) => rest.remove(position),
            None => return false,
        };
    }
    rest.push(whole);
    rest.sort_unstable();
    *list = rest;
    true
}

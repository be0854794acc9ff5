//! The computational graph, and the elimination of its vertices.
//!
//! Before: vertices, which are scalars that vary, with an edge for each partial. After: for each output the partials by the
//! vertices outside of the graph, which are sums of products along paths. Each element is made of the partials on its own paths, and of no
//! others: an infinite one stays there.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::sharing;
use super::terms::{Terms, Weight};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Vertex(usize);

/// The partials of an output, by vertices outside.
pub type Row = Vec<(Vertex, Weight)>;

#[derive(Default)]
pub struct Graph {
    /// For each vertex, what it depends on directly.
    vertices: Vec<Vec<(Vertex, Weight)>>,
    inputs: HashSet<Vertex>,
}

/// In which order vertices are eliminated.
#[derive(Clone, Copy)]
enum Order {
    /// The one that takes the fewest operations now, the earliest or the latest of these: Markowitz' rule.
    Cheapest { latest: bool },
    /// From the inputs on: forward mode.
    Forward,
    /// From the outputs back: reverse mode.
    Reverse,
}

const ORDERS: [Order; 4] =
    [Order::Cheapest { latest: false }, Order::Cheapest { latest: true }, Order::Forward, Order::Reverse];

/// Those for the gradient of one output: no other order takes fewer operations than reverse mode but by what is zero or one, or had in common.
const ORDERS_OF_GRADIENTS: [Order; 2] = [Order::Reverse, Order::Cheapest { latest: true }];

impl Graph {
    pub fn vertex(&mut self, edges: Vec<(Vertex, Weight)>) -> Vertex {
        self.vertices.push(edges);
        Vertex(self.vertices.len() - 1)
    }

    pub fn input(&mut self) -> Vertex {
        let vertex = self.vertex(Vec::new());
        self.inputs.insert(vertex);
        vertex
    }

    /// All partials.
    pub fn weights(&self) -> impl Iterator<Item = Weight> + '_ {
        self.vertices.iter().flatten().map(|(_, weight)| *weight)
    }

    /// The products and sums that a sweep takes for each of its seeds.
    pub fn operations_of_a_seed(&self) -> usize {
        let products = self.weights().filter(|weight| !weight.is_unit()).count();
        let sums = self.vertices.iter().map(|edges| edges.len().saturating_sub(1)).sum::<usize>();
        products + sums
    }

    /// The next vertex.
    pub fn end(&self) -> Vertex {
        Vertex(self.vertices.len())
    }

    /// The partials of the outputs by the inputs and the vertices in front of `first`, in the order that takes the fewest operations.
    pub fn accumulate(&self, first: Vertex, outputs: &[Vertex], terms: &mut Terms) -> Vec<Row> {
        let cost = |rows: &[Row], terms: &Terms| terms.operations(rows.iter().flatten().map(|(_, weight)| *weight));
        let mut found: Vec<(usize, Vec<Row>)> = Vec::new();
        let orders = if outputs.len() == 1 { &ORDERS_OF_GRADIENTS[..] } else { &ORDERS };
        for &order in orders {
            let rows = self.eliminate(first, outputs, order, terms);
            if !found.iter().any(|(_, known)| *known == rows) {
                found.push((cost(&rows, terms), rows));
            }
        }
        let least = found.iter().map(|(cost, _)| *cost).min().unwrap_or_default();
        // Of what takes far more, not so much is had in common.
        let near = found.into_iter().filter(|(cost, _)| *cost <= least + least / 4);
        let near: Vec<Vec<Row>> = near.map(|(_, rows)| shared(rows, terms)).collect();
        near.into_iter().min_by_key(|rows| cost(rows, terms)).unwrap_or_default()
    }

    fn eliminate(&self, first: Vertex, outputs: &[Vertex], order: Order, terms: &mut Terms) -> Vec<Row> {
        let mut edges = self.relevant(first, outputs);
        let mut inner: Vec<usize> = edges.into.keys().copied().filter(|vertex| *vertex < self.vertices.len()).collect();
        match order {
            Order::Forward => inner.iter().for_each(|vertex| edges.remove(*vertex, terms)),
            Order::Reverse => inner.iter().rev().for_each(|vertex| edges.remove(*vertex, terms)),
            Order::Cheapest { latest } => {
                let key = |edges: &Edges, vertex: usize| {
                    (edges.cost(vertex), if latest { usize::MAX - vertex } else { vertex }, vertex)
                };
                let mut keys: BTreeMap<usize, (usize, usize, usize)> = BTreeMap::new();
                let mut queue = BTreeSet::new();
                for vertex in inner.drain(..) {
                    let key = key(&edges, vertex);
                    keys.insert(vertex, key);
                    queue.insert(key);
                }
                while let Some((_, _, vertex)) = queue.pop_first() {
                    keys.remove(&vertex);
                    let beside = edges.neighbours(vertex);
                    edges.remove(vertex, terms);
                    for vertex in beside {
                        if let Some(old) = keys.get_mut(&vertex) {
                            queue.remove(old);
                            *old = key(&edges, vertex);
                            queue.insert(*old);
                        }
                    }
                }
            }
        }
        let row = |output: usize| {
            let row = edges.into.get(&(self.vertices.len() + output)).into_iter().flatten();
            row.map(|(source, weight)| (Vertex(*source), *weight)).collect()
        };
        (0..outputs.len()).map(row).collect()
    }

    /// The part of the graph that the outputs depend on, with a sink behind each output.
    fn relevant(&self, first: Vertex, outputs: &[Vertex]) -> Edges {
        let mut edges = Edges::default();
        let mut pending = Vec::new();
        for (index, output) in outputs.iter().enumerate() {
            edges.connect(output.0, self.vertices.len() + index, Weight::ONE);
            pending.push(*output);
        }
        while let Some(vertex) = pending.pop() {
            if vertex < first || self.inputs.contains(&vertex) || edges.into.contains_key(&vertex.0) {
                continue;
            }
            edges.into.insert(vertex.0, BTreeMap::new());
            for (source, weight) in &self.vertices[vertex.0] {
                edges.connect(source.0, vertex.0, *weight);
                pending.push(*source);
            }
        }
        edges
    }
}

/// The same partials, and what they have in common once.
fn shared(rows: Vec<Row>, terms: &mut Terms) -> Vec<Row> {
    let weights = rows.iter().flatten().map(|(_, weight)| *weight).collect();
    let mut weights = sharing::shared(terms, weights).into_iter();
    let row = |row: Row| row.into_iter().zip(&mut weights).map(|((vertex, _), weight)| (vertex, weight)).collect();
    rows.into_iter().map(row).collect()
}

#[derive(Default)]
struct Edges {
    into: BTreeMap<usize, BTreeMap<usize, Weight>>,
    from: BTreeMap<usize, BTreeSet<usize>>,
}

impl Edges {
    fn connect(&mut self, source: usize, target: usize, weight: Weight) {
        self.into.entry(target).or_default().insert(source, weight);
        self.from.entry(source).or_default().insert(target);
    }

    fn sources(&self, vertex: usize) -> impl Iterator<Item = (usize, Weight)> + '_ {
        self.into.get(&vertex).into_iter().flatten().map(|(source, weight)| (*source, *weight))
    }

    fn targets(&self, vertex: usize) -> impl Iterator<Item = usize> + '_ {
        self.from.get(&vertex).into_iter().flatten().copied()
    }

    fn neighbours(&self, vertex: usize) -> Vec<usize> {
        self.sources(vertex).map(|(source, _)| source).chain(self.targets(vertex)).collect()
    }

    /// The products and sums that it takes to remove a vertex.
    fn cost(&self, vertex: usize) -> usize {
        let mut cost = 0;
        for target in self.targets(vertex) {
            let into = &self.into[&target];
            let simple = into[&vertex].is_unit();
            for (source, weight) in self.sources(vertex) {
                cost += usize::from(!simple && !weight.is_unit()) + usize::from(into.contains_key(&source));
            }
        }
        cost
    }

    /// Leads the paths through the vertex past it.
    fn remove(&mut self, vertex: usize, terms: &mut Terms) {
        let sources = self.into.remove(&vertex).unwrap_or_default();
        let targets = self.from.remove(&vertex).unwrap_or_default();
        for source in sources.keys() {
            if let Some(from) = self.from.get_mut(source) {
                from.remove(&vertex);
            }
        }
        for target in targets {
            let Some(outer) = self.into.get_mut(&target).and_then(|into| into.remove(&vertex)) else { continue };
            for (source, inner) in &sources {
                let product = terms.product(outer, *inner);
                let before = self.into.get(&target).and_then(|into| into.get(source)).copied();
                let sum = before.map_or(product, |before| terms.sum(before, product));
                if sum.is_zero() {
                    self.into.entry(target).or_default().remove(source);
                    if let Some(from) = self.from.get_mut(source) {
                        from.remove(&target);
                    }
                } else {
                    self.connect(*source, target, sum);
                }
            }
        }
    }
}

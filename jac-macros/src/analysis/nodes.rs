//! Nodes: classes of types that are the same, and what is known of each.
//!
//! A type is an index. Evidence that two are one makes their classes one; evidence against that leaves a contradiction. What the evidence is, `types` knows.

use std::collections::BTreeMap;

use crate::ir::Width;

/// What is known of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    Nothing,
    Float(Option<Width>),
    /// An integer, `bool` and the like, or made of these: its tangent space is trivial.
    Discrete,
}

/// A type, as far as it is known: an index into [`Nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Id(usize);

#[derive(Clone, Debug)]
pub enum Node {
    /// The same type as another.
    Same(Id),
    Unknown,
    /// A type that the source names and that may be one of the user's, or what operators and the like make of one.
    Named,
    /// One of the user's, by the names of what gives it.
    OfUser,
    Float(Option<Width>),
    Discrete,
    /// An array, a slice or a `Vec`.
    Sequence(Id),
    /// A tuple, or a struct as far as its fields are used.
    Fields {
        of: BTreeMap<String, Id>,
        tuple: bool,
    },
    /// Evidence against each other: an assumption does not hold.
    Contradiction,
}

#[derive(Default)]
pub struct Nodes {
    nodes: Vec<Node>,
    /// Nodes below this number are older than the current pass.
    settled: usize,
    pub changed: bool,
}

impl Nodes {
    /// What is learnt from here on is news.
    pub fn begin_pass(&mut self) {
        self.changed = false;
        self.settled = self.nodes.len();
    }

    pub fn add(&mut self, node: Node) -> Id {
        self.nodes.push(node);
        Id(self.nodes.len() - 1)
    }

    pub fn unknown(&mut self) -> Id {
        self.add(Node::Unknown)
    }

    fn find(&self, mut id: Id) -> Id {
        while let Node::Same(other) = self.nodes[id.0] {
            id = other;
        }
        id
    }

    pub fn node(&self, id: Id) -> &Node {
        &self.nodes[self.find(id).0]
    }

    pub fn set(&mut self, id: Id, node: Node) {
        let id = self.find(id);
        self.nodes[id.0] = node;
        self.changed |= id.0 < self.settled;
    }

    pub fn known(&self, id: Id) -> Known {
        match self.node(id) {
            Node::Float(width) => Known::Float(*width),
            Node::Discrete => Known::Discrete,
            Node::Sequence(element) if self.known(*element) == Known::Discrete => Known::Discrete,
            Node::Fields { of, tuple: true } if of.values().all(|id| self.known(*id) == Known::Discrete) => {
                Known::Discrete
            }
            _ => Known::Nothing,
        }
    }

    pub fn may_be_of_user(&self, id: Id) -> bool {
        match self.node(id) {
            Node::Named | Node::OfUser => true,
            // Tuples that were not seen to be some have no operators, and no methods of these names.
            Node::Fields { of, tuple: false } => !of.is_empty(),
            _ => false,
        }
    }

    /// There is evidence that a type is this one.
    pub fn learn(&mut self, id: Id, node: Node) {
        let other = self.add(node);
        self.unify(id, other);
    }

    /// Two types are the same.
    pub fn unify(&mut self, left: Id, right: Id) {
        let (left, right) = (self.find(left), self.find(right));
        if left == right {
            return;
        }
        let merged = match (self.nodes[left.0].clone(), self.nodes[right.0].clone()) {
            (Node::Unknown, node) | (node, Node::Unknown) | (Node::Named, node) | (node, Node::Named) => node,
            (Node::OfUser, node) | (node, Node::OfUser) => node,
            (Node::Float(a), Node::Float(b)) if a.is_none() || b.is_none() || a == b => Node::Float(a.or(b)),
            (Node::Discrete, Node::Discrete) => Node::Discrete,
            (Node::Sequence(a), Node::Sequence(b)) => {
                self.link(right, left, Node::Sequence(a));
                return self.unify(a, b);
            }
            (Node::Fields { of: mut a, tuple: a_tuple }, Node::Fields { of: b, tuple: b_tuple }) => {
                let mut shared = Vec::new();
                for (name, id) in b {
                    match a.get(&name) {
                        Some(known) => shared.push((*known, id)),
                        None => {
                            a.insert(name, id);
                        }
                    }
                }
                self.link(right, left, Node::Fields { of: a, tuple: a_tuple || b_tuple });
                return shared.into_iter().for_each(|(a, b)| self.unify(a, b));
            }
            _ => Node::Contradiction,
        };
        self.link(right, left, merged);
    }

    /// Makes two classes one. What was there before the current pass keeps its number, so that the pass tells what it learns from
    /// what it has only said again: literals are new nodes in each pass.
    fn link(&mut self, one: Id, other: Id, node: Node) {
        let (from, to) = if one.0 < other.0 { (other, one) } else { (one, other) };
        let is_old = |id: Id| id.0 < self.settled;
        let news = match (&self.nodes[to.0], &node) {
            (Node::Fields { of: before, .. }, Node::Fields { of: after, .. }) => before.len() < after.len(),
            (Node::Float(before), Node::Float(after)) => before != after,
            (before, after) => std::mem::discriminant(before) != std::mem::discriminant(after),
        };
        self.changed |= is_old(to) && (news || is_old(from));
        self.nodes[to.0] = node;
        self.nodes[from.0] = Node::Same(to);
    }

    /// A field of a type.
    pub fn field(&mut self, id: Id, name: &str) -> Option<Id> {
        let id = self.find(id);
        match &self.nodes[id.0] {
            Node::Fields { of, .. } => {
                if let Some(field) = of.get(name) {
                    return Some(*field);
                }
            }
            Node::Unknown | Node::Named | Node::OfUser => {
                self.nodes[id.0] = Node::Fields { of: BTreeMap::new(), tuple: false }
            }
            _ => return None,
        }
        let field = self.unknown();
        if let Node::Fields { of, .. } = &mut self.nodes[id.0] {
            of.insert(name.to_string(), field);
        }
        Some(field)
    }
}

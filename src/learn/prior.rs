//! What sells with a category: the back-off for items that were sold too rarely to speak for themselves.
//!
//! `P(b | category) = (c(b with category) + M·P(b | parent)) / (c(category) + M)`, and above the outermost category the
//! base rate: a category with few sales leans on its parent (Dirichlet smoothing: `MacKay`, Peto 1995).

use super::Goods;
use super::rows::Rows;

/// So many add-ons of a category are kept, by weight; the others have what the parent gives them.
const KEPT: usize = 500;

/// What sells with every category.
#[derive(Clone, Debug, Default)]
pub struct Priors {
    /// By category: add-on and weight, by rising number.
    with: Vec<Vec<(u32, f64)>>,
    /// By category: the weight of its items' sales.
    sold: Vec<f64>,
    parent: Vec<Option<u32>>,
    weight: f64,
}

impl Priors {
    /// Sums the rows of every category's items; `None` where `go_on` said to stop. `parent_weight` is `M`.
    pub fn new(
        rows: &mut dyn Rows,
        goods: &Goods,
        parent_weight: f64,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Option<Self> {
        let categories = goods.parent.len();
        let mut priors = Self {
            with: vec![Vec::new(); categories],
            sold: vec![0.0; categories],
            parent: goods.parent.clone(),
            weight: parent_weight,
        };
        let mut members: Vec<Vec<u32>> = vec![Vec::new(); categories];
        for (item, category) in goods.category.iter().enumerate() {
            if let Some(category) = category {
                members[*category as usize].push(item as u32);
            }
        }
        let scale = super::model::scale(rows.totals());
        let mut children = priors.children();
        let mut sums = Sums::new(goods.items());
        let mut done = 0;
        // Parents come before children, so that from the back every category finds its children summed.
        for category in (0..categories).rev() {
            for &item in &members[category] {
                let sold = rows.sold(item).weight * scale;
                if sold > 0.0 {
                    priors.sold[category] += sold;
                    for pair in rows.row(item) {
                        sums.add(pair.other, pair.weight * scale);
                    }
                }
            }
            for child in std::mem::take(&mut children[category]) {
                priors.sold[category] += priors.sold[child as usize];
                for &(add_on, weight) in &priors.with[child as usize] {
                    sums.add(add_on, weight);
                }
            }
            priors.with[category] = sums.take();
            done += members[category].len() as u64;
            if !go_on(done) {
                return None;
            }
        }
        Some(priors)
    }

    /// `P(add-on | category)`, where `base` is the share of all sales with the add-on. `None` where neither the category
    /// nor one around it was ever sold.
    pub fn of(&self, category: Option<u32>, add_on: u32, base: f64) -> Option<f64> {
        let category = category.filter(|&category| self.is_sold(category))?;
        Some(self.chain(category, add_on, base))
    }

    /// What sells with a category and those around it.
    pub fn add_ons(&self, category: u32) -> impl Iterator<Item = u32> {
        std::iter::successors(Some(category), |&at| self.parent[at as usize])
            .flat_map(|at| self.with[at as usize].iter().map(|&(add_on, _)| add_on))
    }

    /// Whether the category or one around it was ever sold.
    pub fn is_sold(&self, category: u32) -> bool {
        std::iter::successors(Some(category), |&at| self.parent[at as usize]).any(|at| self.sold[at as usize] > 0.0)
    }

    /// Whether there are no categories at all.
    pub fn is_empty(&self) -> bool {
        self.with.is_empty()
    }

    fn chain(&self, category: u32, add_on: u32, base: f64) -> f64 {
        let around = self.parent[category as usize].map_or(base, |parent| self.chain(parent, add_on, base));
        let with = &self.with[category as usize];
        let weight = with.binary_search_by_key(&add_on, |one| one.0).map_or(0.0, |at| with[at].1);
        (weight + self.weight * around) / (self.sold[category as usize] + self.weight)
    }

    fn children(&self) -> Vec<Vec<u32>> {
        let mut children = vec![Vec::new(); self.parent.len()];
        for (category, parent) in self.parent.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent as usize].push(category as u32);
            }
        }
        children
    }
}

/// A dense row of sums, emptied after each category.
struct Sums {
    weights: Vec<f64>,
    touched: Vec<u32>,
}

impl Sums {
    fn new(items: usize) -> Self {
        Self { weights: vec![0.0; items], touched: Vec::new() }
    }

    fn add(&mut self, item: u32, weight: f64) {
        let place = &mut self.weights[item as usize];
        if *place == 0.0 {
            self.touched.push(item);
        }
        *place += weight;
    }

    /// The heaviest, by rising number.
    fn take(&mut self) -> Vec<(u32, f64)> {
        let weights = &mut self.weights;
        let mut sums: Vec<(u32, f64)> =
            self.touched.drain(..).map(|item| (item, std::mem::take(&mut weights[item as usize]))).collect();
        if sums.len() > KEPT {
            sums.select_nth_unstable_by(KEPT, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            sums.truncate(KEPT);
        }
        sums.sort_unstable_by_key(|one| one.0);
        sums
    }
}

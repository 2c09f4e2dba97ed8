//! Makes a case with a fault small: what can go without changing the fault goes.

use serde_yaml::Value;

use crate::case::Case;
use crate::tree::{Path, at, children, paths, remove};

/// Shrinks a case while `is_same` holds, which is asked at most `budget` times. A text that is not YAML stays.
pub fn shrink(case: &Case, budget: usize, is_same: &mut dyn FnMut(&Case) -> bool) -> Case {
    let mut shrinking = Shrinking {
        best: case.clone(),
        budget,
        is_same,
    };
    loop {
        let before = shrinking.best.size();
        for index in (0..shrinking.best.texts.len()).rev() {
            shrinking.without_overlay(index);
            shrinking.without_nodes(index);
        }
        if shrinking.best.size() >= before || shrinking.budget == 0 {
            return shrinking.best;
        }
    }
}

struct Shrinking<'a> {
    best: Case,
    budget: usize,
    is_same: &'a mut dyn FnMut(&Case) -> bool,
}

impl Shrinking<'_> {
    /// Keeps a case if it is smaller and has the same fault.
    fn accept(&mut self, case: Case) -> bool {
        if self.budget == 0 || case.size() >= self.best.size() {
            return false;
        }
        self.budget -= 1;
        let is_same = (self.is_same)(&case);
        if is_same {
            self.best = case;
        }
        is_same
    }

    fn without_overlay(&mut self, index: usize) {
        if index > 0 && index < self.best.texts.len() {
            let mut case = self.best.clone();
            case.texts.remove(index);
            self.accept(case);
        }
    }

    /// Removes children of nodes, outer nodes first: of each as many at once as possible.
    fn without_nodes(&mut self, index: usize) {
        let Some(mut tree) = self
            .best
            .texts
            .get(index)
            .and_then(|text| serde_yaml::from_slice(text).ok())
        else {
            return;
        };
        let mut depth = 0;
        loop {
            let mut nodes: Vec<Path> = paths(&tree);
            let deepest = nodes.iter().map(Vec::len).max().unwrap_or(0);
            nodes.retain(|path| path.len() == depth);
            for node in &nodes {
                self.without_children(index, &mut tree, node);
            }
            depth += 1;
            if depth > deepest || self.budget == 0 {
                return;
            }
        }
    }

    fn without_children(&mut self, index: usize, tree: &mut Value, node: &Path) {
        let mut size = at(tree, node).map_or(0, |node| children(node));
        while size > 0 {
            let mut end = at(tree, node).map_or(0, |node| children(node));
            while end > 0 {
                let start = end.saturating_sub(size);
                let mut smaller = tree.clone();
                for child in (start..end).rev() {
                    let mut path = node.clone();
                    path.push(child);
                    remove(&mut smaller, &path);
                }
                let mut case = self.best.clone();
                if let Ok(text) = serde_yaml::to_string(&smaller) {
                    case.texts[index] = text.into_bytes();
                    if self.accept(case) {
                        *tree = smaller;
                    }
                }
                end = start;
            }
            size /= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_matter_goes() {
        let texts = [
            "{a: [1, 2, {b: 3, c: 4}], d: {e: f}, g: h}",
            "{unused: 1}",
            "{x: [y, z]}",
        ];
        let texts = texts.map(|text| text.as_bytes().to_vec()).to_vec();
        let mut asked = 0;
        let small = shrink(&Case { texts }, 1000, &mut |case| {
            asked += 1;
            let text = String::from_utf8(case.to_bytes()).expect("UTF-8");
            text.contains("c: 4") && text.contains("z")
        });
        let texts: Vec<_> = small
            .texts
            .iter()
            .map(|text| String::from_utf8_lossy(text))
            .collect();
        assert_eq!(texts, ["a:\n- c: 4\n", "x:\n- z\n"]);
        assert!(asked < 60, "{asked}");
    }
}

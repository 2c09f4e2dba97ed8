//! Rows in groups, such as one report for each product and contract.

use std::collections::BTreeMap;

/// Groups rows by a key, such as a product and a contract. The groups are in the order of their first rows, and the rows of
/// each in the order in which they come. They need not be ordered by the key, and every row is in a group.
///
/// ```
/// use connect_reporting::day::grouped;
///
/// let groups = grouped([("PRD-1", 1), ("PRD-2", 2), ("PRD-1", 3)]);
/// assert_eq!(groups, [("PRD-1", vec![1, 3]), ("PRD-2", vec![2])]);
/// ```
pub fn grouped<K: Ord + Clone, T>(rows: impl IntoIterator<Item = (K, T)>) -> Vec<(K, Vec<T>)> {
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    let mut places = BTreeMap::new();
    for (key, row) in rows {
        let place = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(place) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((key, vec![row])),
        }
    }
    groups
}

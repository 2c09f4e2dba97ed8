//! Finds the types that contain themselves, whose fields have to be boxed.

/// Returns the cycle of each type: two types have the same number if and only if each contains the
/// other (strongly connected components by Tarjan's algorithm, with an explicit stack).
pub fn cycles(direct: &[Vec<usize>]) -> Vec<usize> {
    const OPEN: usize = usize::MAX;
    let mut order = vec![OPEN; direct.len()];
    let mut lowest = vec![OPEN; direct.len()];
    let mut cycle = vec![OPEN; direct.len()];
    let mut stack = Vec::new();
    let mut next = 0;
    for start in 0..direct.len() {
        // Each frame is a type, and the number of contained types that are done.
        let mut frames = if order[start] == OPEN {
            vec![(start, 0)]
        } else {
            Vec::new()
        };
        while let Some((at, done)) = frames.pop() {
            if done == 0 {
                order[at] = next;
                lowest[at] = next;
                next += 1;
                stack.push(at);
            }
            if let Some(&inner) = direct[at].get(done) {
                frames.push((at, done + 1));
                if order[inner] == OPEN {
                    frames.push((inner, 0));
                } else if cycle[inner] == OPEN {
                    lowest[at] = lowest[at].min(order[inner]);
                }
                continue;
            }
            if lowest[at] == order[at] {
                while let Some(member) = stack.pop() {
                    cycle[member] = order[at];
                    if member == at {
                        break;
                    }
                }
            }
            if let Some((outer, _)) = frames.last() {
                lowest[*outer] = lowest[*outer].min(lowest[at]);
            }
        }
    }
    cycle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn cycles_are_those_that_reach_each_other() {
        // 0 -> 1 -> 2 -> 0, 2 -> 3, 3 -> 4 -> 3, 5 -> 5, 6 -> 0
        let direct = [
            vec![1],
            vec![2],
            vec![0, 3],
            vec![4],
            vec![3],
            vec![5],
            vec![0, 4],
        ];
        let cycles = cycles(&direct);
        let reaches = |from: usize, to: usize| {
            let mut stack = BTreeSet::new();
            let mut pending = direct[from].clone();
            while let Some(at) = pending.pop() {
                if stack.insert(at) {
                    pending.extend(&direct[at]);
                }
            }
            stack.contains(&to)
        };
        for one in 0..direct.len() {
            for two in 0..direct.len() {
                let both = one == two || reaches(one, two) && reaches(two, one);
                assert_eq!(cycles[one] == cycles[two], both, "{one} {two}");
            }
        }
    }
}

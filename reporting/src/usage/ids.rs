//! Record ids, in little memory: a million of them are to fit beside the workbook that is being written.

use std::hash::{DefaultHasher, Hasher};

use hashbrown::HashTable;

/// The size of a chunk of ids, in bytes. A single list would be copied whenever it grows.
const CHUNK: usize = 1 << 20;

/// The texts that were inserted, each with the number of its insertion.
#[derive(Debug, Default)]
pub(super) struct Ids {
    chunks: Vec<Chunk>,
    /// Where each text ends in its chunk.
    ends: Vec<u32>,
    numbers: HashTable<u32>,
}

#[derive(Debug)]
struct Chunk {
    /// The number of its first text.
    first: u32,
    text: String,
}

/// A text that was inserted before, or one more than can be counted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// The number of the first insertion, from 0.
    Duplicate(u32),
    Full,
}

impl Ids {
    /// Inserts a text, unless it was inserted before. Texts are far shorter than 4 GB.
    pub fn insert(&mut self, id: &str) -> Result<(), Refused> {
        let number = u32::try_from(self.ends.len()).map_err(|_| Refused::Full)?;
        let key = hash(id);
        let found = self.numbers.find(key, |it| self.get(*it) == id);
        if let Some(number) = found {
            return Err(Refused::Duplicate(*number));
        }
        self.push(number, id)?;
        let (chunks, ends) = (&self.chunks, &self.ends);
        let rehash = |it: &u32| hash(get(chunks, ends, *it));
        self.numbers.insert_unique(key, number, rehash);
        Ok(())
    }

    /// The number of texts.
    pub fn count(&self) -> u32 {
        u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    fn push(&mut self, number: u32, id: &str) -> Result<(), Refused> {
        let fits = |it: &Chunk| it.text.len() + id.len() <= CHUNK;
        if !self.chunks.last().is_some_and(fits) {
            self.chunks.push(Chunk {
                first: number,
                text: String::with_capacity(CHUNK.max(id.len())),
            });
        }
        if let Some(chunk) = self.chunks.last_mut() {
            let end = u32::try_from(chunk.text.len() + id.len()).map_err(|_| Refused::Full)?;
            chunk.text.push_str(id);
            self.ends.push(end);
        }
        Ok(())
    }

    fn get(&self, number: u32) -> &str {
        get(&self.chunks, &self.ends, number)
    }
}

/// The same in every run, unlike that of std's maps.
fn hash(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id.as_bytes());
    hasher.finish()
}

/// The text with this number; an empty one if there is none.
fn get<'a>(chunks: &'a [Chunk], ends: &[u32], number: u32) -> &'a str {
    let end = |number: u32| ends.get(number as usize).map_or(0, |it| *it as usize);
    let after = chunks.partition_point(|it| it.first <= number);
    let chunk = after.checked_sub(1).and_then(|at| chunks.get(at));
    let text = chunk.and_then(|chunk| {
        let start = match number == chunk.first {
            true => 0,
            false => end(number - 1),
        };
        chunk.text.get(start..end(number))
    });
    text.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Ids, Refused};

    #[test]
    fn a_repeated_id_is_found_among_many() {
        let mut ids = Ids::default();
        let name = |number: u32| format!("a-record-id-of-some-length-{number}");
        for number in 0..100_000 {
            assert_eq!(ids.insert(&name(number)), Ok(()));
        }
        assert!(ids.chunks.len() > 2);
        for number in (0..100_000).step_by(17) {
            let refused = Refused::Duplicate(number);
            assert_eq!(ids.insert(&name(number)), Err(refused));
        }
    }

    #[test]
    fn ids_can_be_as_long_as_a_chunk_and_longer() {
        let mut ids = Ids::default();
        for length in [CHUNK - 1, 1, 2, CHUNK, CHUNK + 1, 3] {
            assert_eq!(ids.insert(&"x".repeat(length)), Ok(()));
        }
        assert_eq!(ids.insert(&"x".repeat(CHUNK)), Err(Refused::Duplicate(3)));
        assert_eq!(ids.insert("xxx"), Err(Refused::Duplicate(5)));
    }
}

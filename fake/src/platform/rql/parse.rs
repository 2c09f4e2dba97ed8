//! Reads a query string.

use super::pattern::Pattern;
use super::reader::{Reader, SyntaxError};
use super::{Comparison, Expression, Operand, Order, Query, Selected};
use crate::platform::url::percent_decoded;

/// The maximum number of fields that a list is ordered by.
const MAX_ORDERING: usize = 5;
/// The maximum nesting of expressions.
const MAX_DEPTH: usize = 50;

type Result<T> = std::result::Result<T, SyntaxError>;

/// Reads a query string as it is in a URL. The whole string is decoded once, and then parsed: an encoded
/// parenthesis is a parenthesis.
pub(crate) fn parse(query: &str) -> Result<Query> {
    let Some(text) = percent_decoded(query) else {
        return Err(SyntaxError {
            at: 0,
            expected: "UTF-8",
        });
    };
    let mut parser = Parser {
        reader: Reader::new(&text),
        query: Query::default(),
        depth: 0,
    };
    if !parser.reader.is_at_end() {
        parser.terms()?;
    }
    Ok(parser.query)
}

struct Parser<'a> {
    reader: Reader<'a>,
    query: Query,
    depth: usize,
}

impl Parser<'_> {
    /// The whole: terms joined by `&` or `,`.
    fn terms(&mut self) -> Result<()> {
        loop {
            if self.reader.take("ordering(") {
                self.ordering()?;
            } else if self.reader.take("select(") {
                self.select()?;
            } else {
                let expression = self.expression()?;
                self.add(expression)?;
            }
            if self.reader.is_at_end() {
                return Ok(());
            }
            if !self.reader.take("&") && !self.reader.take(",") {
                return self.reader.fail("`&` or the end");
            }
        }
    }

    /// Adds a term. The three names that are not filters can be given once each.
    fn add(&mut self, expression: Expression) -> Result<()> {
        let Expression::Compare(Comparison::Eq, name, operand) = &expression else {
            if uses_control(&expression) {
                return self.reader.fail("a filter, not search, limit or offset");
            }
            self.query.filters.push(expression);
            return Ok(());
        };
        let place = match name.as_str() {
            "search" => &mut self.query.search,
            "limit" => &mut self.query.limit,
            "offset" => &mut self.query.offset,
            _ => {
                self.query.filters.push(expression);
                return Ok(());
            }
        };
        let Operand::String(text) = operand else {
            return self.reader.fail("a value");
        };
        match place.replace(text.clone()) {
            None => Ok(()),
            Some(_) => self.reader.fail("search, limit and offset once each"),
        }
    }

    fn ordering(&mut self) -> Result<()> {
        if !self.query.ordering.is_empty() {
            return self.reader.fail("one ordering");
        }
        for (field, descending) in self.signed_names()? {
            self.query.ordering.push(Order { field, descending });
        }
        match self.query.ordering.len() {
            0..=MAX_ORDERING => Ok(()),
            _ => self.reader.fail("at most five fields to order by"),
        }
    }

    fn select(&mut self) -> Result<()> {
        if !self.query.selected.is_empty() {
            return self.reader.fail("one select");
        }
        for (field, excluded) in self.signed_names()? {
            self.query.selected.push(Selected { field, excluded });
        }
        Ok(())
    }

    /// Names with or without a sign, up to the closing parenthesis: the name, and whether the sign is a minus sign.
    fn signed_names(&mut self) -> Result<Vec<(String, bool)>> {
        let mut names = Vec::new();
        loop {
            let is_minus = self.reader.take("-");
            if !is_minus {
                self.reader.take("+");
            }
            names.push((self.reader.name()?.to_owned(), is_minus));
            if self.reader.take(")") {
                return Ok(names);
            }
            self.reader.expect(",")?;
        }
    }

    fn expression(&mut self) -> Result<Expression> {
        if self.depth == MAX_DEPTH {
            return self.reader.fail("a query of less depth");
        }
        self.depth += 1;
        let expression = match self.reader.take("(") {
            true => self.group(),
            false => self.named(),
        };
        self.depth -= 1;
        expression
    }

    /// A group in parentheses: `(a|b)`, `(a;b)`, `(a&b)`.
    fn group(&mut self) -> Result<Expression> {
        let first = self.expression()?;
        if self.reader.take(")") {
            return Ok(first);
        }
        let is_or = matches!(self.reader.peek(), Some('|' | ';'));
        let mut parts = vec![first];
        while !self.reader.take(")") {
            let joined = match is_or {
                true => self.reader.take("|") || self.reader.take(";"),
                false => self.reader.take("&"),
            };
            if !joined {
                return self.reader.fail("`|`, `&` or `)`");
            }
            parts.push(self.expression()?);
        }
        Ok(match is_or {
            true => Expression::Or(parts),
            false => Expression::And(parts),
        })
    }

    /// An expression that begins with a name: `eq(a,1)`, `a=1`, `a=eq=1`, `and(…)`.
    fn named(&mut self) -> Result<Expression> {
        let name = self.reader.name()?;
        if self.reader.take("=") {
            return self.equation(name);
        }
        self.reader.expect("(")?;
        let expression = match name {
            "and" => Expression::And(self.several()?),
            "or" => Expression::Or(self.several()?),
            "not" => Expression::Not(Box::new(self.negated()?)),
            "in" | "out" => self.list(name == "out")?,
            "like" | "ilike" => self.like(name == "ilike")?,
            _ => {
                let Some(comparison) = comparison(name) else {
                    return self.reader.fail("an operator");
                };
                let field = self.reader.name()?.to_owned();
                self.reader.expect(",")?;
                self.compare(comparison, field)?
            }
        };
        self.reader.expect(")")?;
        Ok(expression)
    }

    /// The rest of an equation after `a=`.
    fn equation(&mut self, field: &str) -> Result<Expression> {
        for name in ["eq", "ne", "gt", "ge", "lt", "le"] {
            let mark = format!("{name}=");
            if let (Some(comparison), true) = (comparison(name), self.reader.take(&mark)) {
                return self.compare(comparison, field.to_owned());
            }
        }
        self.compare(Comparison::Eq, field.to_owned())
    }

    fn compare(&mut self, comparison: Comparison, field: String) -> Result<Expression> {
        let operand = self.reader.operand()?;
        let is_special = matches!(operand, Operand::Null | Operand::Empty);
        match comparison {
            Comparison::Gt | Comparison::Ge | Comparison::Lt | Comparison::Le if is_special => {
                self.reader.fail("a value that can be more or less")
            }
            _ => Ok(Expression::Compare(comparison, field, operand)),
        }
    }

    /// The operands of `and` and `or`: at least two.
    fn several(&mut self) -> Result<Vec<Expression>> {
        let mut parts = vec![self.expression()?];
        self.reader.expect(",")?;
        loop {
            parts.push(self.expression()?);
            if !self.reader.take(",") {
                return Ok(parts);
            }
        }
    }

    /// The operand of `not`: one comparison, list or like.
    fn negated(&mut self) -> Result<Expression> {
        if self.reader.peek() == Some('(') {
            return self.reader.fail("a comparison");
        }
        match self.expression()? {
            Expression::And(_) | Expression::Or(_) => self.reader.fail("a comparison"),
            Expression::Not(inner) if !matches!(*inner, Expression::In(..)) => {
                self.reader.fail("a comparison")
            }
            expression => Ok(expression),
        }
    }

    fn list(&mut self, negated: bool) -> Result<Expression> {
        let field = self.reader.name()?.to_owned();
        self.reader.expect(",")?;
        self.reader.expect("(")?;
        let mut operands = vec![self.reader.operand()?];
        while !self.reader.take(")") {
            self.reader.expect(",")?;
            operands.push(self.reader.operand()?);
        }
        let list = Expression::In(field, operands);
        Ok(match negated {
            true => Expression::Not(Box::new(list)),
            false => list,
        })
    }

    fn like(&mut self, ignore_case: bool) -> Result<Expression> {
        let field = self.reader.name()?.to_owned();
        self.reader.expect(",")?;
        let text = self.reader.text()?;
        match Pattern::parse(text, ignore_case) {
            Some(pattern) => Ok(Expression::Like { field, pattern }),
            None => self.reader.fail("one star at a time"),
        }
    }
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        "eq" => Comparison::Eq,
        "ne" => Comparison::Ne,
        "gt" => Comparison::Gt,
        "ge" => Comparison::Ge,
        "lt" => Comparison::Lt,
        "le" => Comparison::Le,
        _ => return None,
    })
}

/// Whether one of the names that are not filters is used as a filter.
fn uses_control(expression: &Expression) -> bool {
    match expression {
        Expression::And(parts) | Expression::Or(parts) => parts.iter().any(uses_control),
        Expression::Not(inner) => uses_control(inner),
        Expression::Compare(_, field, _)
        | Expression::In(field, _)
        | Expression::Like { field, .. } => {
            matches!(field.as_str(), "search" | "limit" | "offset")
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Comparison, Expression, Operand};
    use super::parse;

    #[test]
    fn queries_that_the_platform_accepts_are_accepted() {
        for query in [
            "",
            "eq(p,v)",
            "p=v",
            "p=eq=v",
            "p=ge=2019-02-12T10:02:00+03:00",
            "eq(p,-*+\\.@ :)",
            "eq(p,null())&ne(p,empty())",
            "p=null()",
            "eq(p,%22a,b)%27%22)",
            "eq(p,'')",
            "like(p,*x*)",
            "ilike(p,%22x y*z%22)",
            "like(p,%5C**)",
            "in(p,(a))",
            "out(p,(a,%22b,c%22,null()))",
            "a=1&b=2",
            "a=1,b=2",
            "and(a=1,eq(b,2),c=3)",
            "(a=1|b=2)",
            "(a=1;b=2;c=3)",
            "(a=1&b=2)",
            "or(a=1,(b=2&c=3))",
            "not(eq(a,1))&not(in(a,(b)))&not(out(a,(b)))&not(like(a,b))&not(a=b)",
            "ordering(a)",
            "ordering(-a.b,c_d,+e,f,g)",
            "select(a)&eq(b,1)",
            "select(-a.b,+c,d)&ordering(a)",
            "search=text",
            "search=%22a%20b%22&limit=10&offset=x&ordering(a)",
            "limit=10&eq(offset,5)",
            "eq(p,caf\u{e9})",
        ] {
            assert!(parse(query).is_ok(), "{query}: {:?}", parse(query));
        }
    }

    #[test]
    fn queries_that_the_platform_refuses_are_refused() {
        for query in [
            "gte(p,1)",
            "lte(p,1)",
            "range(p,1,2)",
            "p=gte=1",
            "eq(p,)",
            "p=",
            "eq(p, v)",
            "eq(p,.5)",
            "eq(p,%22a)",
            "eq(p,a%22b)",
            "p=like=*a*",
            "like(p,a**b)",
            "like(p,null())",
            "gt(p,null())",
            "in(p,())",
            "in(p,a)",
            "in(p,(a,))",
            "and(a=1)",
            "or(a=1)",
            "a=1|b=2",
            "(a=1|b=2&c=3)",
            "a=1&",
            "&a=1",
            "a=1&&b=2",
            "not(and(a=1,b=2))",
            "not(or(a=1,b=2))",
            "not((a=1))",
            "not(not(a=1))",
            "not(a=1,b=2)",
            "ordering(a)&ordering(b)",
            "ordering(a,b,c,d,e,f)",
            "ordering()",
            "ordering(a,)",
            "select()",
            "select(a)&select(b)",
            "select(a,)",
            "not(select(a))",
            "limit=1&limit=2",
            "search=a&search=b",
            "like(search,a)",
            "ne(limit,1)",
            "(search=a|b=1)",
            "limit=null()",
            "1p=2",
            "eq(p,v",
            "eq(p,v))",
            "eq(p,v)x",
            "p%20=1",
            "%ff=1",
            "p",
        ] {
            assert!(parse(query).is_err(), "{query}: {:?}", parse(query));
        }
    }

    #[test]
    fn quotes_and_null_have_their_meaning() {
        for (query, operand) in [
            ("eq(p,null())", Operand::Null),
            ("eq(p,%22null()%22)", Operand::String("null()".to_owned())),
            ("eq(p,empty())", Operand::Empty),
            ("eq(p,%22empty()%22)", Operand::Empty),
            ("p=a+b", Operand::String("a+b".to_owned())),
        ] {
            let parsed = parse(query).map(|it| it.filters);
            let expected = Expression::Compare(Comparison::Eq, "p".to_owned(), operand);
            assert_eq!(parsed, Ok(vec![expected]), "{query}");
        }
        let injected = parse("eq(p,x%29%2Ceq%28id%2C1)").map(|it| it.filters.len());
        assert_eq!(injected, Ok(2), "an encoded parenthesis is one");
    }

    #[test]
    fn errors_say_where() {
        let error = parse("eq(%C3%BC,1)").expect_err("no name");
        assert_eq!((error.at, error.expected), (3, "a name"));
        let deep = format!("{}a=1{}", "(".repeat(10_000), ")".repeat(10_000));
        let error = parse(&deep).expect_err("too deep");
        assert_eq!(error.expected, "a query of less depth");
    }

    proptest! {
        #[test]
        fn no_query_does_harm(query in r#"([a-c(),&|;=%"'*\\ü]|eq|in|not|null\(\)|ordering|limit){0,30}"#) {
            let _ = parse(&query);
        }
    }
}

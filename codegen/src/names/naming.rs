//! How operations are named, where no overlay names them.

/// How operations are named, where no overlay names them.
///
/// ```
/// use connect_codegen::{FunctionNames, ModuleNames, Naming};
///
/// let by_path = Naming::default();
/// assert_eq!(by_path.functions, FunctionNames::Route);
/// assert_eq!(by_path.modules, ModuleNames::Path);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Naming {
    /// What functions are named after.
    pub functions: FunctionNames,
    /// What the modules of functions are named after.
    pub modules: ModuleNames,
}

/// What functions are named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FunctionNames {
    /// The method and the path, since operationIds can change all at once: `files::accept`.
    #[default]
    Route,
    /// The operationId, in snake case: `files::accept_file` for `acceptFile`. An operation without one, or whose
    /// operationId is that of another, is named after its route, with a warning.
    OperationId,
}

/// What the modules of functions are named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModuleNames {
    /// The path: the fixed segments before the first parameter.
    #[default]
    Path,
    /// The first tag. An operation without tags is in the module of its path.
    Tag,
}

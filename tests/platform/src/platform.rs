//! A platform, with its servers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use loopback::{Received, Reply, Server};
use time::Duration;

use crate::builder::{Builder, Options};
use crate::journal::{Entry, Side};
use crate::model::file::File;
use crate::model::{
    ChunkSeed, ChunkStatus, FileSeed, FileStatus, Named, RecordSeed, RecordStatus, Uploaded,
};
use crate::routes::{self, BASE};
use crate::world::{World, created, user};

/// A platform. Its servers stop when it is dropped.
pub struct Platform {
    world: Arc<Mutex<World>>,
    servers: Option<Servers>,
    vendor_key: String,
    provider_key: String,
}

struct Servers {
    api: Server,
    storage: Server,
}

impl Platform {
    /// Starts a platform as it is usually.
    ///
    /// # Panics
    /// When there are no free ports.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Begins a platform with other settings.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn serve(builder: Builder) -> Self {
        let Builder {
            options,
            faults,
            storage_faults,
        } = builder;
        let world = Arc::new(Mutex::new(World::new(options.clone(), String::new())));
        let (mut for_api, mut for_storage) = (Server::builder(), Server::builder());
        if let Some(faults) = &faults {
            for_api = for_api.faults(faults);
        }
        if let Some(faults) = &storage_faults {
            for_storage = for_storage.faults(faults);
        }
        let (to_api, to_storage) = (Arc::clone(&world), Arc::clone(&world));
        let api = for_api.start(move |request| routes::answer(&mut lock(&to_api), request));
        let storage = for_storage.start(move |request| answer_storage(&to_storage, request));
        lock(&world).storage.set_url(storage.url(""));
        Self::new(world, options, Some(Servers { api, storage }))
    }

    pub(crate) fn without_server(builder: Builder) -> Self {
        let url = "https://storage.example".to_owned();
        let world = World::new(builder.options.clone(), url);
        Self::new(Arc::new(Mutex::new(world)), builder.options, None)
    }

    fn new(world: Arc<Mutex<World>>, options: Options, servers: Option<Servers>) -> Self {
        Self {
            world,
            servers,
            vendor_key: options.vendor_key,
            provider_key: options.provider_key,
        }
    }

    /// The base URL of the API.
    pub fn url(&self) -> String {
        match &self.servers {
            Some(servers) => servers.api.url(BASE),
            None => format!("https://platform.example{BASE}"),
        }
    }

    /// Where signed links lead: another host than the API's, to which no key may go.
    pub fn storage_url(&self) -> String {
        match &self.servers {
            Some(servers) => servers.storage.url(""),
            None => "https://storage.example".to_owned(),
        }
    }

    /// The key of the vendor, without `ApiKey`.
    pub fn vendor_key(&self) -> &str {
        &self.vendor_key
    }

    /// The key of the provider, without `ApiKey`.
    pub fn provider_key(&self) -> &str {
        &self.provider_key
    }

    /// The server of the API, unless the platform is in memory.
    pub fn server(&self) -> Option<&Server> {
        self.servers.as_ref().map(|it| &it.api)
    }

    /// The server of the storage, unless the platform is in memory.
    pub fn storage_server(&self) -> Option<&Server> {
        self.servers.as_ref().map(|it| &it.storage)
    }

    /// The requests that came to the API; none are kept of those handed to [`handle`](Self::handle).
    pub fn requests(&self) -> Vec<Received> {
        self.server().map(Server::requests).unwrap_or_default()
    }

    /// The requests that came to the storage, as those to the API.
    pub fn storage_requests(&self) -> Vec<Received> {
        let server = self.storage_server();
        server.map(Server::requests).unwrap_or_default()
    }

    /// Answers a request to the API, as the server does.
    pub fn handle(&self, request: &Received) -> Reply {
        routes::answer(&mut self.world(), request)
    }

    /// Answers a request to the storage, as its server does.
    pub fn handle_storage(&self, request: &Received) -> Reply {
        answer_storage(&self.world, request)
    }

    /// Puts a report in, without a call.
    pub fn add_file(&self, seed: FileSeed) -> String {
        let mut world = self.world();
        let status = seed.status.unwrap_or(FileStatus::Draft);
        let (product, name) = seed
            .product
            .unwrap_or_else(|| ("PRD-000-000-001".to_owned(), "Example Backup".to_owned()));
        let contract = Named::new("CRD-00000-00000-00001", "Distribution Agreement");
        let created_at = world.clock.tick();
        let mut file = File {
            id: world.next_file_id(),
            status,
            name: seed.name,
            external_id: seed.external_id,
            schema: seed.schema.unwrap_or("cr"),
            currency: Some("USD".to_owned()),
            error_detail: seed.error_detail,
            created: created_at,
            events: created(created_at, Some(user(Side::Vendor))),
            submitted: was_submitted(status),
            ..File::draft(Named::new(product, name), contract)
        };
        if let Some((from, to)) = seed.period {
            file.period.from = Some(from);
            file.period.to = Some(to);
        }
        let id = file.id.clone();
        world.files.insert(id.clone(), file);
        let mut records = seed.records;
        if status == FileStatus::Closed {
            close_what_can_be(&mut records);
        }
        world.add_records(&id, records);
        if matches!(status, FileStatus::Uploading | FileStatus::Processing) {
            world.begin(&id);
        }
        let chunks = match status {
            FileStatus::Accepted => ChunkStatus::Ready,
            FileStatus::Closed => ChunkStatus::Closed,
            _ => return id,
        };
        for number in 1..=world.options.hubs {
            world.add_chunk(&id, number, chunks);
        }
        world.share_out(&id);
        id
    }

    /// Puts records into a report. They get the numbers that follow.
    pub fn add_records(&self, file: &str, records: impl IntoIterator<Item = RecordSeed>) {
        let mut world = self.world();
        world.add_records(file, records);
        world.share_out(file);
    }

    /// Puts a chunk of a report in. Its id comes back.
    pub fn add_chunk(&self, file: &str, seed: ChunkSeed) -> String {
        let mut world = self.world();
        let id = world.add_chunk(file, seed.hub, seed.status);
        if let Some(chunk) = world.chunks.get_mut(&id) {
            chunk.content = seed.content;
        }
        if seed.status == ChunkStatus::Draft {
            world.begin(&id);
        }
        world.share_out(file);
        id
    }

    /// Takes an object out, whatever it is, as if it had never been.
    pub fn remove(&self, id: &str) {
        let mut world = self.world();
        world.files.remove(id);
        world.chunks.remove(id);
        world.records.remove(id);
        world.reconciliations.remove(id);
        world.busy.remove(id);
    }

    /// The status of an object, whatever it is; `None` if there is none.
    pub fn status(&self, id: &str) -> Option<&'static str> {
        let world = self.world();
        None.or_else(|| world.files.get(id).map(|it| it.status.as_str()))
            .or_else(|| world.chunks.get(id).map(|it| it.status.as_str()))
            .or_else(|| world.records.get(id).map(|it| it.status.as_str()))
            .or_else(|| world.reconciliations.get(id).map(|it| it.status.as_str()))
    }

    /// Shows another status of an object than it has, be it one that does not exist. `None` shows the
    /// real one again.
    pub fn show_status(&self, id: &str, status: Option<&str>) {
        let mut world = self.world();
        match status {
            Some(status) => world.shown.insert(id.to_owned(), status.to_owned()),
            None => world.shown.remove(id),
        };
    }

    /// Has the next spreadsheet, of usage or of a reconciliation, turn out to be wrong in this way.
    pub fn fail_next_spreadsheet(&self, detail: impl Into<String>) {
        self.world().coming_errors.push_back(detail.into());
    }

    /// Has the next chunk fail in this way.
    pub fn fail_next_chunk(&self, detail: impl Into<String>) {
        self.world().coming_chunk_errors.push_back(detail.into());
    }

    /// Marks a chunk as outdated.
    pub fn outdate_chunk(&self, id: &str) {
        if let Some(chunk) = self.world().chunks.get_mut(id) {
            chunk.outdated = true;
        }
    }

    /// Has the platform do one step of its own work.
    pub fn work(&self) {
        self.world().step();
    }

    /// Has the platform do all of its own work.
    pub fn settle(&self) {
        self.world().settle();
    }

    /// Moves the platform's clock on, by which links expire. It moves by itself with each change, by a
    /// second.
    pub fn advance(&self, by: std::time::Duration) {
        let by = Duration::try_from(by).unwrap_or(Duration::MAX);
        self.world().clock.advance(by);
    }

    /// What calls have changed, in their order.
    pub fn journal(&self) -> Vec<Entry> {
        self.world().journal.clone()
    }

    /// The spreadsheets that were uploaded to a report or as a reconciliation, in their order.
    pub fn uploads(&self, id: &str) -> Vec<Uploaded> {
        let world = self.world();
        let uploads = world.uploads.iter().filter(|(it, _)| it == id);
        uploads.map(|(_, it)| it.clone()).collect()
    }

    /// The ids of all reports, in the order in which they were made.
    pub fn files(&self) -> Vec<String> {
        self.world().files.keys().cloned().collect()
    }

    /// The ids of the chunks of a report.
    pub fn chunks(&self, file: &str) -> Vec<String> {
        let world = self.world();
        world.chunks_of(file).map(|it| it.id.clone()).collect()
    }

    /// The ids of the records of a report.
    pub fn records(&self, file: &str) -> Vec<String> {
        self.world().record_ids_of(file)
    }

    /// The id of the bill that a record or chunk was closed with.
    pub fn bill(&self, id: &str) -> Option<String> {
        let world = self.world();
        let record = world.records.get(id).and_then(|it| it.billing_id.clone());
        record.or_else(|| world.chunks.get(id)?.billing_id.clone())
    }

    fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }
}

/// Whether a report in this status must have been submitted once.
fn was_submitted(status: FileStatus) -> bool {
    matches!(
        status,
        FileStatus::Pending | FileStatus::Accepted | FileStatus::Rejected | FileStatus::Closed
    )
}

/// In a report that is closed all records are billed that could be.
fn close_what_can_be(records: &mut [RecordSeed]) {
    for record in records {
        if matches!(record.status, RecordStatus::Valid | RecordStatus::Approved) {
            record.status = RecordStatus::Closed;
        }
    }
}

fn answer_storage(world: &Mutex<World>, request: &Received) -> Reply {
    let world = lock(world);
    let ranges = world.options.ranges;
    world.storage.answer(request, world.clock.now(), ranges)
}

fn lock(world: &Mutex<World>) -> MutexGuard<'_, World> {
    // A hook of a test that panicked is no reason to refuse the next request.
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

//! A platform, and where it can be reached.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::clock::Clock;
use crate::faults::Faults;
use crate::memory::{Host, Network};
use crate::platform::journal::{Entry, Side};
use crate::platform::model::file::File;
use crate::platform::model::{
    ChunkSeed, ChunkStatus, FileSeed, FileStatus, Named, RecordSeed, RecordStatus, Uploaded,
};
use crate::platform::names::{CONTRACT, CURRENCY, PRODUCT, hub, user};
use crate::platform::options::{Options, Settings};
use crate::platform::rate::Limiter;
use crate::platform::routes;
use crate::platform::url::BASE;
use crate::platform::world::{World, created};
use crate::reply::Reply;
use crate::request::Received;
use crate::server::Server;

/// A platform, on loopback or in memory. Its servers stop when it is dropped.
pub struct Platform {
    world: Arc<Mutex<World>>,
    door: Door,
    vendor_key: String,
    provider_key: String,
}

/// Where requests arrive.
enum Door {
    Loopback { api: Server, storage: Server },
    Memory(Memory),
}

struct Memory {
    network: Network,
    api: Host,
    storage: Host,
}

/// The URL of the API in memory.
const API: &str = "https://platform.example";

/// The URL of the storage in memory.
const STORAGE: &str = "https://storage.example";

/// Handles a request to the API or to the storage.
type Respond = fn(&Mutex<World>, &Received) -> Reply;

impl Platform {
    pub(crate) fn serve(settings: Settings, port: u16) -> io::Result<Self> {
        let world = World::new(settings.options.clone(), Clock::new(), String::new());
        let world = Arc::new(Mutex::new(world));
        let start = |faults: &Option<Faults>, port: u16, respond: Respond| {
            let mut server = Server::builder().port(port);
            if let Some(faults) = faults {
                server = server.faults(faults);
            }
            let world = Arc::clone(&world);
            server.try_start(move |request| respond(&world, request))
        };
        let api = start(&settings.faults, port, respond_from_api)?;
        let storage = start(&settings.storage_faults, 0, respond_from_storage)?;
        {
            let mut world = lock(&world);
            world.storage.set_url(storage.url(""));
            world.limiter = Limiter::in_real_time();
        }
        let door = Door::Loopback { api, storage };
        Ok(Self::new(world, settings.options, door))
    }

    pub(crate) fn in_network(settings: Settings, network: &Network) -> Self {
        let clock = network.clock().clone();
        let world = World::new(settings.options.clone(), clock, STORAGE.to_owned());
        let world = Arc::new(Mutex::new(world));
        let serve = |url: &str, faults: &Option<Faults>, respond: Respond| {
            let world = Arc::clone(&world);
            let handler = move |request: &Received| respond(&world, request);
            let name = url.trim_start_matches("https://");
            match faults {
                Some(faults) => network.serve_with(name, faults, handler),
                None => network.serve(name, handler),
            }
        };
        let memory = Memory {
            network: network.clone(),
            api: serve(API, &settings.faults, respond_from_api),
            storage: serve(STORAGE, &settings.storage_faults, respond_from_storage),
        };
        Self::new(world, settings.options, Door::Memory(memory))
    }

    fn new(world: Arc<Mutex<World>>, options: Options, door: Door) -> Self {
        Self {
            world,
            door,
            vendor_key: options.vendor_key,
            provider_key: options.provider_key,
        }
    }

    /// The base URL of the API.
    pub fn url(&self) -> String {
        match &self.door {
            Door::Loopback { api, .. } => api.url(BASE),
            Door::Memory(_) => format!("{API}{BASE}"),
        }
    }

    /// The base of presigned URLs: a different host from the API's, to which no key may be sent.
    pub fn storage_url(&self) -> String {
        match &self.door {
            Door::Loopback { storage, .. } => storage.url(""),
            Door::Memory(_) => STORAGE.to_owned(),
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

    /// The key of a side, without `ApiKey`.
    pub fn key(&self, side: Side) -> &str {
        match side {
            Side::Vendor => &self.vendor_key,
            Side::Provider => &self.provider_key,
        }
    }

    /// The transport to a platform in memory. That of a platform on loopback reaches nothing: there, a client uses its
    /// default transport.
    pub fn transport(&self) -> Network {
        match &self.door {
            Door::Loopback { .. } => Network::new(),
            Door::Memory(memory) => memory.network.clone(),
        }
    }

    /// The server of the API, unless the platform is in memory.
    pub fn server(&self) -> Option<&Server> {
        match &self.door {
            Door::Loopback { api, .. } => Some(api),
            Door::Memory(_) => None,
        }
    }

    /// The server of the storage, unless the platform is in memory.
    pub fn storage_server(&self) -> Option<&Server> {
        match &self.door {
            Door::Loopback { storage, .. } => Some(storage),
            Door::Memory(_) => None,
        }
    }

    /// The requests that the API received; those passed to [`handle`](Self::handle) are not kept.
    pub fn requests(&self) -> Vec<Received> {
        match &self.door {
            Door::Loopback { api, .. } => api.requests(),
            Door::Memory(memory) => memory.api.requests(),
        }
    }

    /// The requests that the storage received, as for the API.
    pub fn storage_requests(&self) -> Vec<Received> {
        match &self.door {
            Door::Loopback { storage, .. } => storage.requests(),
            Door::Memory(memory) => memory.storage.requests(),
        }
    }

    /// Handles a request to the API, as the server does, for a transport of your own. Faults have no effect here.
    pub fn handle(&self, request: &Received) -> Reply {
        respond_from_api(&self.world, request)
    }

    /// Handles a request to the storage, as its server does.
    pub fn handle_storage(&self, request: &Received) -> Reply {
        respond_from_storage(&self.world, request)
    }

    /// Adds a report, without a call.
    pub fn add_file(&self, seed: FileSeed) -> String {
        let mut world = self.world();
        let status = seed.status.unwrap_or(FileStatus::Draft);
        // That of the default product is the schema of reports that are created by a call.
        let of_product = seed.product.is_some();
        let product = named(seed.product, PRODUCT);
        let contract = named(seed.contract, CONTRACT);
        let terms = world.terms(&product.id, &contract.id);
        let schema = terms.schema.filter(|_| of_product);
        let created_at = world.clock.tick();
        let mut file = File {
            id: world.next_file_id(),
            status,
            name: seed.name,
            external_id: seed.external_id,
            schema: seed.schema.or(schema).unwrap_or("cr"),
            currency: terms.currency.or_else(|| Some(CURRENCY.to_owned())),
            marketplace: terms.marketplace,
            error_detail: seed.error_detail,
            created: created_at,
            events: created(created_at, Some(user(Side::Vendor))),
            submitted: was_submitted(status),
            ..File::draft(product, contract)
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
        world.add_seeds(&id, records);
        if matches!(status, FileStatus::Uploading | FileStatus::Processing) {
            world.begin(&id);
        }
        let chunks = match status {
            FileStatus::Accepted => ChunkStatus::Ready,
            FileStatus::Closed => ChunkStatus::Closed,
            _ => return id,
        };
        for hub in world.hubs_of(&id) {
            world.add_chunk(&id, hub, chunks);
        }
        world.share_out(&id);
        id
    }

    /// Adds records to a report. They get the next numbers.
    pub fn add_records(&self, file: &str, records: impl IntoIterator<Item = RecordSeed>) {
        let mut world = self.world();
        world.add_seeds(file, records);
        world.share_out(file);
    }

    /// Adds a chunk to a report, and returns its id.
    pub fn add_chunk(&self, file: &str, seed: ChunkSeed) -> String {
        let mut world = self.world();
        let id = world.add_chunk(file, hub(seed.hub), seed.status);
        if let Some(chunk) = world.chunks.get_mut(&id) {
            chunk.content = seed.content;
        }
        if seed.status == ChunkStatus::Draft {
            world.begin(&id);
        }
        world.share_out(file);
        id
    }

    /// Removes an object of any kind, as if it had never existed.
    pub fn remove(&self, id: &str) {
        let mut world = self.world();
        world.files.remove(id);
        world.chunks.remove(id);
        world.records.remove(id);
        world.reconciliations.remove(id);
        world.busy.remove(id);
        #[cfg(feature = "directory")]
        world.directory.remove(id);
    }

    /// The status of an object of any kind; `None` if it does not exist.
    pub fn status(&self, id: &str) -> Option<&'static str> {
        let world = self.world();
        #[cfg(feature = "directory")]
        if let Some(status) = world.directory_status(id) {
            return Some(status);
        }
        None.or_else(|| world.files.get(id).map(|it| it.status.as_str()))
            .or_else(|| world.chunks.get(id).map(|it| it.status.as_str()))
            .or_else(|| world.records.get(id).map(|it| it.status.as_str()))
            .or_else(|| world.reconciliations.get(id).map(|it| it.status.as_str()))
    }

    /// Overrides the status of an object in responses, also with an unknown status. `None` ends the
    /// override.
    pub fn show_status(&self, id: &str, status: Option<&str>) {
        let mut world = self.world();
        match status {
            Some(status) => world.shown.insert(id.to_owned(), status.to_owned()),
            None => world.shown.remove(id),
        };
    }

    /// Makes the next spreadsheet, of usage or of a reconciliation, fail with this error.
    pub fn fail_next_spreadsheet(&self, detail: impl Into<String>) {
        self.world().coming_errors.push_back(detail.into());
    }

    /// Makes the next chunk fail with this error.
    pub fn fail_next_chunk(&self, detail: impl Into<String>) {
        self.world().coming_chunk_errors.push_back(detail.into());
    }

    /// Marks a chunk as outdated.
    pub fn outdate_chunk(&self, id: &str) {
        if let Some(chunk) = self.world().chunks.get_mut(id) {
            chunk.outdated = true;
        }
    }

    /// Does one step of the background work.
    pub fn work(&self) {
        self.world().step();
    }

    /// Does all of the background work.
    pub fn settle(&self) {
        self.world().settle();
    }

    /// Advances the platform's clock, which presigned URLs expire by. Each change advances it by a second,
    /// too.
    pub fn advance(&self, by: Duration) {
        self.world().clock.advance(by);
    }

    /// How far the platform's clock has advanced since it was created. In memory, pauses of clients advance it.
    pub fn elapsed(&self) -> Duration {
        self.world().clock.elapsed()
    }

    /// The calls that changed something, in their order.
    pub fn journal(&self) -> Vec<Entry> {
        self.world().journal.clone()
    }

    /// The spreadsheets that were uploaded to a report or as a reconciliation, in their order.
    pub fn uploads(&self, id: &str) -> Vec<Uploaded> {
        let world = self.world();
        let uploads = world.uploads.iter().filter(|(it, _)| it == id);
        uploads.map(|(_, it)| it.clone()).collect()
    }

    /// The ids of all reports, in the order in which they were created.
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

    /// The id of the record of a report that has this `record_id` in spreadsheets. Responses have no such member.
    pub fn record_named(&self, file: &str, record_id: &str) -> Option<String> {
        let world = self.world();
        let mut records = world.records_of(file);
        let found = records.find(|it| it.record_id == record_id);
        found.map(|it| it.id.clone())
    }

    /// The id of the bill that a record or chunk was closed with.
    pub fn bill(&self, id: &str) -> Option<String> {
        let world = self.world();
        let record = world.records.get(id).and_then(|it| it.billing_id.clone());
        record.or_else(|| world.chunks.get(id)?.billing_id.clone())
    }

    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        lock(&self.world)
    }
}

/// The id and the name that a seed has, or else the default ones.
fn named(seed: Option<(String, String)>, default: (&str, &str)) -> Named {
    match seed {
        Some((id, name)) => Named::new(id, name),
        None => Named::new(default.0, default.1),
    }
}

/// Whether a report in this status must have been submitted.
fn was_submitted(status: FileStatus) -> bool {
    matches!(
        status,
        FileStatus::Pending | FileStatus::Accepted | FileStatus::Rejected | FileStatus::Closed
    )
}

/// Closes all records that can be billed, as in a closed report.
fn close_what_can_be(records: &mut [RecordSeed]) {
    for record in records {
        if matches!(record.status, RecordStatus::Valid | RecordStatus::Approved) {
            record.status = RecordStatus::Closed;
        }
    }
}

fn respond_from_api(world: &Mutex<World>, request: &Received) -> Reply {
    // Released before the step applies, which may call a function of the test's.
    let step = {
        let mut world = lock(world);
        if let Some(refused) = routes::refuse_above_limit(&mut world, request) {
            return refused;
        }
        world.script.take(request)
    };
    step.apply(request, || routes::respond(&mut lock(world), request))
}

fn respond_from_storage(world: &Mutex<World>, request: &Received) -> Reply {
    let world = lock(world);
    let ranges = world.options.ranges;
    world.storage.respond(request, world.clock.now(), ranges)
}

fn lock(world: &Mutex<World>) -> MutexGuard<'_, World> {
    // If the hook of a test panicked, the next request is still handled.
    world.lock().unwrap_or_else(PoisonError::into_inner)
}

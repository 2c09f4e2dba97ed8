//! Fields of another list than the one that is asked for.

use connect_usage_api::{files, records};

fn main() {
    let _ = files::list().filter(records::filter::ASSET_ID.eq("AS-1"));
    let _ = files::filter::ID.eq("UF-1") & records::filter::ASSET_ID.eq("AS-1");
    let _ = files::filter::ID.eq("UF-1") | records::filter::ASSET_ID.eq("AS-1");
    let _ = files::list().order_by([records::filter::STATUS.asc()]);
    let _ = files::list().filter("eq(id,UF-1)");
}

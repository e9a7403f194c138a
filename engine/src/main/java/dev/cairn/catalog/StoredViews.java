package dev.cairn.catalog;

/**
 * The views and materialized views of a database.
 *
 * @param recycledViews the last dropped view with each name, which can be recovered; a dropped materialized view can't
 *     be recovered
 */
public record StoredViews(
        PersistentMap<View> views,
        PersistentMap<View> recycledViews,
        PersistentMap<MaterializedView> materializedViews) {
    static final StoredViews NONE =
            new StoredViews(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    StoredViews withView(View view) {
        return new StoredViews(views.withEntry(view.name(), view), recycledViews, materializedViews);
    }

    StoredViews withMaterializedView(MaterializedView view) {
        return new StoredViews(views, recycledViews, materializedViews.withEntry(view.name(), view));
    }

    StoredViews withoutMaterializedView(MaterializedView view) {
        return new StoredViews(views, recycledViews, materializedViews.withoutKey(view.name()));
    }

    StoredViews recycle(View view) {
        return new StoredViews(
                views.withoutKey(view.name()), recycledViews.withEntry(view.name(), view), materializedViews);
    }

    StoredViews withoutRecycled(String name) {
        return new StoredViews(views, recycledViews.withoutKey(name), materializedViews);
    }
}

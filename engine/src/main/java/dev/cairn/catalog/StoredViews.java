package dev.cairn.catalog;

/**
 * The views and materialized views of a database.
 *
 * @param recycledViews the last dropped view of each name, which can be recovered; a materialized view can't
 */
public record StoredViews(
        PersistentMap<View> views,
        PersistentMap<View> recycledViews,
        PersistentMap<MaterializedView> materializedViews) {
    static final StoredViews NONE =
            new StoredViews(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    StoredViews with(View view) {
        return new StoredViews(views.with(view.name(), view), recycledViews, materializedViews);
    }

    StoredViews with(MaterializedView view) {
        return new StoredViews(views, recycledViews, materializedViews.with(view.name(), view));
    }

    StoredViews without(MaterializedView view) {
        return new StoredViews(views, recycledViews, materializedViews.without(view.name()));
    }

    StoredViews recycle(View view) {
        return new StoredViews(views.without(view.name()), recycledViews.with(view.name(), view), materializedViews);
    }

    StoredViews withoutRecycled(String name) {
        return new StoredViews(views, recycledViews.without(name), materializedViews);
    }
}

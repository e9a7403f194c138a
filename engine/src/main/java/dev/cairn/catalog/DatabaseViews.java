package dev.cairn.catalog;

/**
 * The views and materialized views of a database.
 *
 * @param recycledViews the last dropped view with each name, which can be recovered; a dropped materialized view can't
 *     be recovered
 */
public record DatabaseViews(
        PersistentMap<View> views,
        PersistentMap<View> recycledViews,
        PersistentMap<MaterializedView> materializedViews) {
    static final DatabaseViews NONE =
            new DatabaseViews(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    DatabaseViews withView(View view) {
        return new DatabaseViews(views.withEntry(view.name(), view), recycledViews, materializedViews);
    }

    DatabaseViews withMaterializedView(MaterializedView view) {
        return new DatabaseViews(views, recycledViews, materializedViews.withEntry(view.name(), view));
    }

    DatabaseViews withoutMaterializedView(MaterializedView view) {
        return new DatabaseViews(views, recycledViews, materializedViews.withoutKey(view.name()));
    }

    DatabaseViews recycle(View view) {
        return new DatabaseViews(
                views.withoutKey(view.name()), recycledViews.withEntry(view.name(), view), materializedViews);
    }

    DatabaseViews withoutRecycled(String name) {
        return new DatabaseViews(views, recycledViews.withoutKey(name), materializedViews);
    }
}

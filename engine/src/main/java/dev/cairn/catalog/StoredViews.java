package dev.cairn.catalog;

/**
 * The views and materialized views of a database.
 *
 * @param recycled the last dropped view of each name, which can be recovered; a materialized view can't
 */
public record StoredViews(
        PersistentMap<View> views, PersistentMap<View> recycled, PersistentMap<MaterializedView> materialized) {
    static final StoredViews NONE =
            new StoredViews(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

    StoredViews with(View view) {
        return new StoredViews(views.with(view.name(), view), recycled, materialized);
    }

    StoredViews with(MaterializedView view) {
        return new StoredViews(views, recycled, materialized.with(view.name(), view));
    }

    StoredViews without(MaterializedView view) {
        return new StoredViews(views, recycled, materialized.without(view.name()));
    }

    StoredViews recycle(View view) {
        return new StoredViews(views.without(view.name()), recycled.with(view.name(), view), materialized);
    }

    StoredViews withoutRecycled(String name) {
        return new StoredViews(views, recycled.without(name), materialized);
    }
}

package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.plan.part.SchemaObject;
import dev.cairn.plan.part.SchemaObject.OfMaterializedView;
import dev.cairn.plan.part.SchemaObject.OfTable;
import dev.cairn.profile.ServerProfile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The objects that a server is expected to have, with the texts that SHOW CREATE then prints. If the server prints exactly
 * this text of an object, the text needs not be parsed. Each text is rendered when it is needed for the first time.
 *
 * <pre>{@code
 * ExpectedObjects expected = new ExpectedObjects(profile, recorded);
 * LiveSchema live = reflection.all(link, expected);
 * LiveSchema later = reflection.all(link, expected); // renders nothing
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class ExpectedObjects {
    private final ServerProfile profile;
    private final Catalog catalog;
    private final ConcurrentMap<ObjectName, String> texts = new ConcurrentHashMap<>();

    /** @param profile the profile of the server */
    public ExpectedObjects(ServerProfile profile, Catalog catalog) {
        this.profile = profile;
        this.catalog = catalog;
    }

    public Catalog catalog() {
        return catalog;
    }

    /** Renders all texts. */
    public void render() {
        SchemaObject.names(catalog)
                .forEach(name -> SchemaObject.find(catalog, name).ifPresent(object -> text(name, object)));
    }

    private String text(ObjectName name, SchemaObject object) {
        return texts.computeIfAbsent(name, rendered -> object.shown(profile));
    }

    /**
     * Returns the expected object if the server prints exactly its text; without its rollups and the reason why it is inactive,
     * which SHOW CREATE does not print.
     */
    Optional<SchemaObject> shownAs(ObjectName name, String text) {
        return SchemaObject.find(catalog, name)
                .filter(object -> text(name, object).equals(text))
                .map(ExpectedObjects::printed);
    }

    private static SchemaObject printed(SchemaObject object) {
        if (object instanceof OfTable held && !held.table().rollups().isEmpty()) {
            return new OfTable(held.table().withRollups(List.of()));
        }
        return object instanceof OfMaterializedView held && !held.view().active()
                ? new OfMaterializedView(held.view().inactivated(null))
                : object;
    }
}

package dev.cairn.embedded.show;

import dev.cairn.catalog.ClusterObject;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.SecuredObject;
import dev.cairn.embedded.rows.Listing;
import dev.cairn.embedded.rows.Listing.ListingColumn;
import dev.cairn.embedded.token.TokenReader;
import dev.cairn.engine.cluster.ClusterListing;
import dev.cairn.engine.cluster.ClusterRules;
import dev.cairn.engine.privilege.RequiredPrivilege;
import dev.cairn.sql.ast.ClusterKind;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Lists the cluster objects, which belong to no database, as the rules of their kinds show them. */
public record ClusterListings(SessionSnapshot snapshot) {
    private static final List<String> INTERNAL_CATALOG =
            List.of("default_catalog", "Internal", "An internal catalog contains this cluster's self-managed tables.");

    private static final Type TEXT = new Type.Text(Type.Text.Kind.VARCHAR, 1024);

    /** Returns the names of the visible objects of a kind. */
    List<String> names(ClusterKind kind) {
        return objects(kind).stream().map(ClusterObject::name).toList();
    }

    /** Lists the visible external catalogs, and the server's own one. */
    Listing listCatalogs() {
        ClusterListing external =
                ClusterRules.of(ClusterKind.EXTERNAL_CATALOG).list(objects(ClusterKind.EXTERNAL_CATALOG));
        List<List<String>> rows = new ArrayList<>(external.rows());
        rows.add(INTERNAL_CATALOG);
        rows.sort(Comparator.comparing(row -> row.get(0)));
        return toListing(new ClusterListing(external.columns(), rows));
    }

    /** Lists the visible objects of a kind. */
    Listing listAll(ClusterKind kind) {
        return toListing(ClusterRules.of(kind).list(objects(kind)));
    }

    /** Lists the visible objects of a kind, with the columns of the target listing alone. */
    Listing listAll(ClusterKind kind, Listing brief) {
        return project(ClusterRules.of(kind).list(objects(kind)), brief);
    }

    /**
     * Shows the object whose name comes next.
     *
     * @throws Refusal if there is no such object
     */
    public Listing showNext(ClusterKind kind, TokenReader tokens) {
        return toListing(ClusterRules.of(kind).show(find(kind, tokens)));
    }

    /** Shows the object whose name comes next, with the columns of the target listing alone. */
    Listing showNext(ClusterKind kind, TokenReader tokens, Listing brief) {
        return project(ClusterRules.of(kind).show(find(kind, tokens)), brief);
    }

    private ClusterObject find(ClusterKind kind, TokenReader tokens) {
        Name name = Name.of(tokens.readNameOrText());
        ClusterObject object = snapshot.catalog()
                .cluster()
                .find(kind, name.text())
                .orElseThrow(() -> ClusterRules.of(kind).createUnknownError(name));
        if (!ClusterRules.of(kind).isShownToEveryone()) {
            snapshot.access().require(List.of(new RequiredPrivilege(toSecuredObject(object), List.of(), false)));
        }
        return object;
    }

    private boolean isVisible(ClusterObject object) {
        return ClusterRules.of(object.kind()).isShownToEveryone()
                || snapshot.access().maySee(toSecuredObject(object));
    }

    private static SecuredObject toSecuredObject(ClusterObject object) {
        return SecuredObject.ofGlobal(object.kind().securedKind().orElseThrow(), object.name());
    }

    private List<ClusterObject> objects(ClusterKind kind) {
        List<ClusterObject> objects = new ArrayList<>();
        snapshot.catalog().cluster().objects().values().forEach(object -> {
            if (object.kind() == kind && isVisible(object)) {
                objects.add(object);
            }
        });
        return objects;
    }

    private static Listing toListing(ClusterListing shown) {
        Listing listing = new Listing(shown.columns().stream()
                .map(column -> new ListingColumn(column, TEXT, false, null))
                .toList());
        shown.rows().forEach(row -> listing.addRow(row.toArray()));
        return listing;
    }

    private static Listing project(ClusterListing shown, Listing brief) {
        for (List<String> row : shown.rows()) {
            brief.addRow(brief.columns().stream()
                    .map(column -> row.get(shown.columns().indexOf(column.name())))
                    .toArray());
        }
        return brief;
    }
}

package dev.cairn.processor.model;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ClusterPart;
import dev.cairn.sql.ast.ClusterStatement.CreateClusterObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of a cluster, as a type declares it.
 *
 * @param place the type, or the entry in the schema if it is not source in this compile
 * @param elementPlaces the places of the names of properties, whose items have those of their values, and of the
 *     elements of lists, which are one item: texts, or columns by their names
 */
public record DeclaredClusterObject(
        JavaName type,
        Place place,
        CreateClusterObject statement,
        Map<ClusterPart, Place> elementPlaces,
        List<AllowedWarning> allowedWarnings) {
    public DeclaredClusterObject {
        elementPlaces = Map.copyOf(elementPlaces);
        allowedWarnings = List.copyOf(allowedWarnings);
    }

    /** Returns the kind and the name: {@code resource group etl}. */
    public String title() {
        return statement.kind().title() + " " + statement.name();
    }

    /**
     * The cluster objects of a schema.
     *
     * @param isManaged whether the schema manages cluster objects, even if it lists none
     */
    public record DeclaredCluster(boolean isManaged, List<DeclaredClusterObject> objects) {
        public static final DeclaredCluster UNMANAGED = new DeclaredCluster(false, List.of());

        public DeclaredCluster {
            objects = List.copyOf(objects);
        }

        /** Returns the cluster object that a record declares; empty for the record of any other object. */
        public Optional<DeclaredClusterObject> find(Declaration declaration) {
            return objects.stream()
                    .filter(object -> object.type.equals(declaration.record()))
                    .findFirst();
        }

        /** Returns the statements that create them. */
        public List<String> statements() {
            return objects.stream().map(object -> Sql.render(object.statement)).toList();
        }
    }
}

package dev.cairn.testcontainers;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements that prepare a started cluster for its user.
 *
 * @param storageVolume the storage volume of a shared-data cluster; null for other clusters
 */
record ClusterPreparation(
        String databaseName,
        String username,
        String password,
        @Nullable DefaultStorageVolume storageVolume) {
    static String renderCreateDatabase(String database) {
        return "CREATE DATABASE IF NOT EXISTS `" + database.replace("`", "``") + "`";
    }

    /**
     * Returns the statements that {@code root} executes after the start. They are repeatable, for reused containers.
     */
    List<String> renderStatements() {
        List<String> statements = new ArrayList<>();
        if (storageVolume != null) {
            statements.addAll(storageVolume.renderCreationStatements());
        }
        statements.add(renderCreateDatabase(databaseName));
        String quotedUsername = quoteLiteral(username);
        if (!username.equals(StarRocksContainer.ROOT_USER)) {
            statements.add("CREATE USER IF NOT EXISTS " + quotedUsername + " IDENTIFIED BY " + quoteLiteral(password));
            statements.add("GRANT db_admin, cluster_admin, user_admin TO USER " + quotedUsername);
            statements.add("SET DEFAULT ROLE ALL TO " + quotedUsername);
        } else if (!password.isEmpty()) {
            statements.add("ALTER USER " + quotedUsername + " IDENTIFIED BY " + quoteLiteral(password));
        }
        return statements;
    }

    static String quoteLiteral(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}

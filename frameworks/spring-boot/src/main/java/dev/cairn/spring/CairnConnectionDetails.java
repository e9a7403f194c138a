package dev.cairn.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * The server of all schemas, if the environment of the application determines it, such as a container or an embedded
 * server. A bean of this type takes precedence over the URLs and data sources in the properties.
 */
public interface CairnConnectionDetails extends ConnectionDetails {
    /**
     * Returns a URL that selects the database of a schema. It may be called several times for the same schema.
     *
     * @param schema the name of the schema
     */
    String getUrl(String schema);

    /** Returns the user; null if the URL names one. */
    @Nullable
    String getUser();

    /** Returns the password; null if the URL contains it or none is needed. */
    @Nullable
    String getPassword();
}

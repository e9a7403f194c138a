package dev.cairn.integration.server;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Creates a database for each test that has a parameter of this type. JUnit closes it after the test, even if the test
 * fails.
 */
record FreshDatabases(Servers servers, Server server) implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FreshDatabases.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == FreshDatabase.class;
    }

    @Override
    public FreshDatabase resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(FreshDatabase.class, key -> servers.freshDatabase(server), FreshDatabase.class);
    }
}

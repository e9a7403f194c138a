package dev.cairn.integration.server;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test that asks a database of its own. JUnit closes it behind the test, however that ends. */
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

package dev.cairn.maven;

import java.util.List;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.ResolutionScope;

/** Fails where the database is not as the records and the migrations say: {@code mvn cairn:check}. */
@Mojo(name = "check", requiresDependencyResolution = ResolutionScope.RUNTIME)
public final class CheckMojo extends MigratingMojo {
    @Override
    List<String> arguments() throws MojoExecutionException {
        return migrating("check");
    }
}

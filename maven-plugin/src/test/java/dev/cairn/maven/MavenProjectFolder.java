package dev.cairn.maven;

import com.palantir.javapoet.JavaFile;
import dev.cairn.annotation.Schema;
import dev.cairn.processor.CairnProcessor;
import dev.cairn.schema.SchemaDescriptor;
import dev.cairn.sql.ast.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A project that Maven builds with the artifacts of this build. */
final class MavenProjectFolder {
    /** One class of each thing that the compile needs. */
    private static final List<Class<?>> NEEDED =
            List.of(Schema.class, Statement.class, SchemaDescriptor.class, CairnProcessor.class, JavaFile.class);

    /** The one that compiles Cairn itself, and so was downloaded. */
    private static final String COMPILER_PLUGIN = "3.15.0";

    private final Path folder;

    MavenProjectFolder(Path folder) throws IOException {
        this.folder = folder;
        StringBuilder dependencies = new StringBuilder();
        int number = 0;
        for (Path path : classPath()) {
            dependencies.append(dependency(
                    number,
                    Files.isDirectory(path)
                            ? InstalledArtifacts.archive(path, folder.resolve("entry-" + number + ".jar"))
                            : path));
            number++;
        }
        Files.writeString(folder.resolve("pom.xml"), """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <groupId>shop</groupId>
              <artifactId>shop</artifactId>
              <version>1</version>
              <properties>
                <maven.compiler.release>17</maven.compiler.release>
                <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
              </properties>
              <dependencies>
            %s  </dependencies>
              <build>
                <plugins>
                  <plugin>
                    <groupId>org.apache.maven.plugins</groupId>
                    <artifactId>maven-compiler-plugin</artifactId>
                    <version>%s</version>
                    <configuration>
                      <proc>full</proc>
                    </configuration>
                  </plugin>
                </plugins>
              </build>
            </project>
            """.formatted(dependencies, COMPILER_PLUGIN));
    }

    static Set<Path> classPath() {
        Set<Path> paths = new LinkedHashSet<>();
        for (Class<?> needed : NEEDED) {
            paths.add(InstalledArtifacts.place(needed));
        }
        return paths;
    }

    /** Its place on the disk says all of it: it is in no repository. */
    private static String dependency(int number, Path path) {
        return """
                <dependency>
                  <groupId>entry</groupId>
                  <artifactId>entry-%d</artifactId>
                  <version>1</version>
                  <scope>system</scope>
                  <systemPath>%s</systemPath>
                </dependency>
            """.formatted(number, path);
    }

    Path sources() {
        return folder.resolve("src/main/java");
    }

    Path classes() {
        return folder.resolve("target/classes");
    }

    void write(String file, String source) throws IOException {
        Path path = sources().resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, source);
    }

    String read(String file) throws IOException {
        return Files.readString(sources().resolve(file));
    }

    /** The lines of Maven's log that the processor or the build's end has written. */
    List<String> compile() throws IOException, InterruptedException {
        List<String> log = MavenRun.in(
                folder, Map.of(), List.of("-o", "-Dmaven.repo.local=" + MavenRun.downloaded(), "compiler:compile"));
        List<String> messages = log.stream()
                .filter(line -> line.contains("] [")
                        || line.startsWith("[ERROR]")
                        || line.contains("BUILD ")
                        || line.contains("Nothing to compile"))
                .toList();
        return messages.isEmpty() ? log : messages;
    }
}

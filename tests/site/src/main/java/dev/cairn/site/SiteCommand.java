package dev.cairn.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the site of a version into a folder with the sites of all versions:
 * {@code SiteCommand CHECKOUT FOLDER VERSION [SOURCES]}.
 */
public final class SiteCommand {
    private SiteCommand() {}

    /**
     * Writes the site.
     *
     * @param arguments the checkout, the folder of all sites, the version, and the address of the sources, which may be
     *     omitted
     * @throws BrokenLinksException if the site has broken links
     */
    public static void main(String[] arguments) throws IOException {
        Path checkout = Path.of(arguments[0]);
        PublishedSites publishedSites = new PublishedSites(Files.createDirectories(Path.of(arguments[1])));
        String version = arguments[2];
        // Maven passes no argument for an empty property.
        String sourcesUrl = arguments.length > 3 && arguments[3] != null ? arguments[3] : "";
        Path directory = publishedSites.createEmptyDirectory(version);
        int pageCount = Site.read(checkout, version, sourcesUrl).write(directory);
        publishedSites.writeIndex();
        System.out.println("Wrote " + pageCount + " pages: " + directory.resolve("index.html"));
    }
}

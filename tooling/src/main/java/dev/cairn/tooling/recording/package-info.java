/**
 * Recording and rebasing of migrations, for whoever offers them to people: the command line and the Maven plugin. The
 * processor runs in process over a project's sources, and what it finds is data here, so a compile that is red because of
 * the migrations is no hindrance. Start at {@link Recording}.
 */
@NullMarked
package dev.cairn.tooling.recording;

import org.jspecify.annotations.NullMarked;

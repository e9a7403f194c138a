package com.acme.library;

import dev.cairn.annotation.Varchar;
import java.util.List;

/** A STRUCT whose class file does not contain all that the source declares. */
public record Labels(List<@Varchar(10) String> labels) {}

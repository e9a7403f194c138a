package shop;

import static dev.cairn.annotation.access.Grant.Kind.*;
import static dev.cairn.annotation.access.Privilege.*;

import dev.cairn.annotation.access.*;

@Role(includes = Analyst.class)
@Grant(value = {INSERT, UPDATE}, onAll = TABLES)
@Grant(value = CREATE_TABLE, onObject = "DATABASE ${database}")
interface Loader {}

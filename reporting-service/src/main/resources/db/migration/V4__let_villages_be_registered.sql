-- A village that comes into being by a split arrives as an event and is added by the fold.
grant insert on area to ${app-role};

// Nothing but what is precompiled for all rooms: CMake makes it for a source.

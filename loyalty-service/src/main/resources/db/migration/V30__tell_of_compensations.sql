-- What a complaint was promised says its points itself; what other events tell of has its own.
ALTER TABLE activity DROP CONSTRAINT activity_event;
ALTER TABLE activity ADD CONSTRAINT activity_event CHECK (
    event IS NULL OR (points IS NULL) = (event = 'feedback.compensation.granted.v1'));

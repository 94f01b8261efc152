// The list is looked at from afar: it loads itself anew each minute, unless somebody is about to press.
setTimeout(() => { if (!document.activeElement || document.activeElement === document.body) location.reload(); }, 60000);

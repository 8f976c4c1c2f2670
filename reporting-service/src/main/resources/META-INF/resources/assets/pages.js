// The pages work without this. It keeps an open page's figures the latest: the server tells that they have moved, and the page asks
// for itself again and takes the parts that changed. So every figure of it stays of one moment.

const GAP = 1000; // Milliseconds between two askings, however often the figures move.
const ASKING = 15000; // Where the server has no more connections to give.

const live = document.getElementById('live');
if (live && 'EventSource' in window) {
  follow(live);
}

document.addEventListener('input', ({ target }) => {
  if (target.type === 'range') {
    target.form.querySelector('output').value = target.value;
  }
});

function follow(place) {
  const said = place.querySelector('[role=status]');
  const button = place.querySelector('button');
  const texts = place.dataset;
  let source;
  let timer;
  let last = texts.mark;
  let askedAt = 0;
  let due;
  let paused = false;

  function say(text, on) {
    if (said.textContent !== text) {
      said.textContent = text;
    }
    place.classList.toggle('off', !on);
    button.textContent = paused ? texts.resume : texts.pause;
  }

  function connect() {
    source = new EventSource('/live');
    source.addEventListener('open', () => say(texts.on, true));
    source.addEventListener('moved', (event) => {
      if (event.lastEventId !== last) {
        last = event.lastEventId;
        askSoon();
      }
    });
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) {
        say(texts.asking, true);
        timer = setInterval(askSoon, ASKING);
      } else {
        say(texts.lost, false);
      }
    });
  }

  function disconnect() {
    source.close();
    clearInterval(timer);
    clearTimeout(due);
    due = undefined;
  }

  function askSoon() {
    due ??= setTimeout(ask, Math.max(0, askedAt + GAP - Date.now()));
  }

  async function ask() {
    due = undefined;
    askedAt = Date.now();
    try {
      const answer = await fetch(location.href, { cache: 'no-cache', headers: { Accept: 'text/html' } });
      if (answer.ok && !paused) {
        const newer = new DOMParser().parseFromString(await answer.text(), 'text/html');
        if (!sameViewer(newer)) {
          location.reload(); // Somebody signed in or out: nothing of what the other saw may stay.
          return;
        }
        take(newer);
        if (timer) {
          say(texts.asking, true);
        }
      }
    } catch {
      say(texts.lost, false);
    }
  }

  button.addEventListener('click', () => {
    paused = !paused;
    if (paused) {
      disconnect();
      say(texts.off, false);
    } else {
      last = undefined;
      say(texts.on, true);
      connect();
    }
  });

  place.hidden = false;
  say(texts.on, true);
  connect();
}

function sameViewer(newer) {
  return document.getElementById('viewer').isEqualNode(newer.getElementById('viewer'));
}

/** Takes the parts of a newer page that are others, but none that somebody is at work in. */
function take(newer) {
  for (const part of document.querySelectorAll('[data-live]')) {
    const other = newer.getElementById(part.id);
    if (other && !part.isEqualNode(other) && !part.contains(document.activeElement)) {
      const open = [...part.querySelectorAll('details')].map((one) => one.open);
      other.querySelectorAll('details').forEach((one, at) => (one.open = open[at] ?? false));
      part.replaceWith(other);
    }
  }
}
